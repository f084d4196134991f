using System.Globalization;
using System.Text;
using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.House.Tests;

/// <summary>docs/events.md lists the kinds of event from the table in the code: run with KEYSTILE_WRITE_DOCS=1 to write the list anew.</summary>
public sealed class Event_page
{
    private const string Page = "docs/events.md";
    private const string Head = "| kind | severity | what |\n|---|---|---|\n";

    [Fact]
    public void Every_kind_is_recorded_somewhere()
    {
        var code = string.Concat(Repository.Below("src/", ".cs").Where(file => !file.EndsWith("EventNames.cs", StringComparison.Ordinal) && !file.EndsWith("EventKind.cs", StringComparison.Ordinal)).Select(Repository.Read));
        Enum.GetNames<EventKind>().Where(kind => !System.Text.RegularExpressions.Regex.IsMatch(code, $@"EventKind\.{kind}\b")).ShouldBeEmpty();
    }

    [Fact]
    public void Lists_every_kind_of_event()
    {
        var text = Repository.Read(Page);
        var (before, after) = (text[..(text.IndexOf(Head, StringComparison.Ordinal) + Head.Length)], text[text.IndexOf("\n\n", text.IndexOf(Head, StringComparison.Ordinal), StringComparison.Ordinal)..]);
        var rendered = $"{before}{Render()}{after}";
        if (Environment.GetEnvironmentVariable("KEYSTILE_WRITE_DOCS") == "1") File.WriteAllText(Repository.PathOf(Page), rendered);
        Repository.Read(Page).ShouldBe(rendered);
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own_a_severity_and_a_sentence()
    {
        EventNames.All.Select(one => one.Kind).ShouldBe(Enum.GetValues<EventKind>(), ignoreOrder: true);
        EventNames.All.Select(one => one.Name).ShouldBeUnique();
        EventNames.All.ShouldAllBe(one => one.Message.EndsWith('.'));
    }

    [Fact]
    public void The_console_offers_every_kind_as_a_filter()
    {
        var page = Repository.Read("src/Server/wwwroot/admin/events.js");
        EventNames.All.Select(one => one.Name).Where(name => !page.Contains($"'{name}'", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Render()
    {
        var rows = new StringBuilder();
        foreach (var one in EventNames.All) rows.Append(CultureInfo.InvariantCulture, $"| `{one.Name}` | {one.Severity.ToString().ToLowerInvariant()} | {one.Message} |\n");
        return rows.ToString().TrimEnd('\n');
    }
}
