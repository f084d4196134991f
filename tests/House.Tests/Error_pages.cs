using System.Globalization;
using System.Reflection;
using System.Text;
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
        headings.ShouldBe(Tables<Rejection>().Select(rejection => rejection.Code).Union(Tables<Problem>().Select(problem => problem.Code)), ignoreOrder: true);
        headings.Length.ShouldBeGreaterThan(60);
    }

    private static string Render()
    {
        var page = new StringBuilder("""
            # Errors

            Every refusal is `application/problem+json` with a stable `code`, and a `type` that ends with it; where a step of
            WebAuthn Level 3 failed, `step` names it. Codes are never renamed. Act on the code, not on the sentence.
            This page is written from the tables in the code.

            ## A ceremony was refused

            """);
        foreach (var rejection in Tables<Rejection>()) Write(rejection, page);
        page.Append("\n## A request was refused\n");
        foreach (var problem in Tables<Problem>().Where(problem => SameCode(problem) is null))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {problem.Code}\n\n{problem.Title}\n\nStatus {problem.Status}.\n");
        }

        return page.ToString();
    }

    private static void Write(Rejection rejection, StringBuilder page)
    {
        var steps = string.Join(" and ", new[] { rejection.RegistrationStep, rejection.AuthenticationStep }.OfType<string>().Select(step => "§" + step));
        page.Append(CultureInfo.InvariantCulture, $"\n### {rejection.Code}\n\n{rejection.Sentence}\n\nStatus {rejection.Status}. Step {steps}.\n");
        if (Tables<Problem>().SingleOrDefault(problem => problem.Code == rejection.Code) is { } request)
        {
            page.Append(CultureInfo.InvariantCulture, $"\nWithout a step: {request.Title} Status {request.Status}.\n");
        }
    }

    private static Rejection? SameCode(Problem problem) => Tables<Rejection>().SingleOrDefault(rejection => rejection.Code == problem.Code);

    private static IEnumerable<T> Tables<T>() =>
        typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static).Select(line => line.GetValue(null)).OfType<T>();
}
