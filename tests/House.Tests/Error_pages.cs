using System.Reflection;
using System.Text;
using Keystile.WebAuthn;

namespace Keystile.House.Tests;

/// <summary>docs/errors.md is written from the tables of codes: run with KEYSTILE_WRITE_DOCS=1 to write it anew.</summary>
public sealed class Error_pages
{
    private const string Page = "docs/errors.md";

    private static IEnumerable<Rejection> Rejections =>
        typeof(Rejection).GetFields(BindingFlags.Public | BindingFlags.Static).Select(line => line.GetValue(null)).OfType<Rejection>();

    [Fact]
    public void Say_what_the_tables_say()
    {
        var text = Render();
        if (Environment.GetEnvironmentVariable("KEYSTILE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Repository.PathOf(Page), text);
        }

        Repository.Read(Page).ShouldBe(text);
    }

    [Fact]
    public void Have_one_heading_for_each_code()
    {
        var headings = Repository.Read(Page).Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..]).ToArray();
        headings.ShouldBeUnique();
        Rejections.Select(rejection => rejection.Code).Except(headings).ShouldBeEmpty();
    }

    private static string Render()
    {
        var page = new StringBuilder("""
            # Errors

            Every refusal is `application/problem+json` with a stable `code`; where a step of WebAuthn Level 3 failed, `step` names it.
            Codes are never renamed. Act on the code, not on the sentence. This page is written from the tables in the code.

            ## A ceremony was refused


            """);
        foreach (var rejection in Rejections)
        {
            var steps = string.Join(" and ", new[] { rejection.RegistrationStep, rejection.AuthenticationStep }.OfType<string>().Select(step => "§" + step));
            page.Append("### ").Append(rejection.Code).Append("\n\n").Append(rejection.Sentence).Append("\n\nStep: ").Append(steps).Append(".\n\n");
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }
}
