using System.Globalization;
using System.Text;
using Keystile.Server.Docs;
using Keystile.Server.Protection;
using Keystile.WebAuthn;

namespace Keystile.House.Tests;

/// <summary>docs/errors.md is written from the two tables of codes: run with KEYSTILE_WRITE_DOCS=1 to write it anew.</summary>
public sealed class Error_pages
{
    private const string Page = "docs/errors.md";

    [Fact]
    public void Say_what_the_tables_say()
    {
        var text = Render();
        if (Environment.GetEnvironmentVariable("KEYSTILE_WRITE_DOCS") == "1") File.WriteAllText(Repository.PathOf(Page), text);
        Repository.Read(Page).ShouldBe(text);
    }

    [Fact]
    public void Have_one_heading_for_each_code()
    {
        var headings = Render().Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..]).ToArray();
        headings.ShouldBeUnique();
        headings.Length.ShouldBeGreaterThan(60);
    }

    private static string Render()
    {
        var page = new StringBuilder("""
            # Errors

            Every refusal is `application/problem+json` with a stable `code`, and a `type` that ends with it and is the address of the
            code's page on the server; where a step of WebAuthn Level 3 failed, `step` names it. Codes are never renamed. Act on the
            code, not on the sentence. This page is written from the tables in the code.

            ## A ceremony was refused

            """);
        var entries = ErrorCatalogue.All();
        foreach (var entry in entries.Where(entry => entry.Rejection is not null)) Write(entry.Rejection!, entry.Problem, page);
        page.Append("\n## A request was refused\n");
        foreach (var problem in entries.Where(entry => entry.Rejection is null).Select(entry => entry.Problem!))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {problem.Code}\n\n{problem.Title}\n\nStatus {problem.Status}.\n");
        }

        return page.ToString();
    }

    private static void Write(Rejection rejection, Problem? request, StringBuilder page)
    {
        var steps = string.Join(" and ", new[] { rejection.RegistrationStep, rejection.AuthenticationStep }.OfType<string>().Select(step => "§" + step));
        page.Append(CultureInfo.InvariantCulture, $"\n### {rejection.Code}\n\n{rejection.Sentence}\n\nStatus {rejection.Status}. Step {steps}.\n");
        if (request is not null) page.Append(CultureInfo.InvariantCulture, $"\nWithout a step: {request.Title} Status {request.Status}.\n");
    }
}
