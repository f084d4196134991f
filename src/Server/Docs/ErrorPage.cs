using System.Net;
using System.Text;
using Keystile.Server.Protection;
using Keystile.WebAuthn;

namespace Keystile.Server.Docs;

/// <summary>Writes one code's page. No script, and a style sheet of our own.</summary>
internal static class ErrorPage
{
    private const string Specification = "https://www.w3.org/TR/webauthn-3/";
    private const string Registration = Specification + "#sctn-registering-a-new-credential";
    private const string Authentication = Specification + "#sctn-verifying-assertion";

    public static string Render(ErrorEntry entry)
    {
        var page = new StringBuilder($"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <title>{entry.Code} · Keystile errors</title>
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <link rel="icon" href="/img/keystile.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/docs/errors.css">
            </head>
            <body>
            <main>
              <p class="kind">{(entry.Rejection is null ? "A request was refused" : "A ceremony was refused")}</p>
              <h1><code>{entry.Code}</code></h1>

            """);
        if (entry.Rejection is { } rejection) Write(page, rejection);
        if (entry.Problem is { } problem) Write(page, problem, alone: entry.Rejection is null);
        page.Append("""
              <p class="foot">Answers carry this name as <code>code</code>. It is stable: act on it, not on the sentence. The <code>requestId</code> beside it finds the request in the server's log.</p>
            </main>
            </body>
            </html>

            """);
        return page.ToString();
    }

    private static void Write(StringBuilder page, Rejection rejection)
    {
        page.AppendLine($"  <p class=\"mend\">{WebUtility.HtmlEncode(rejection.Sentence)}</p>\n  <dl>\n    <dt>Status</dt><dd>{rejection.Status}</dd>");
        if (rejection.RegistrationStep is { } registering) Step(page, "Creating a passkey", registering, Registration);
        if (rejection.AuthenticationStep is { } authenticating) Step(page, "Signing in", authenticating, Authentication);
        page.AppendLine("  </dl>");
    }

    private static void Step(StringBuilder page, string ceremony, string step, string section)
    {
        var dot = step.LastIndexOf('.');
        page.AppendLine($"    <dt>{ceremony}</dt><dd><a href=\"{section}\">WebAuthn Level 3 §{step[..dot]}</a>, step {step[(dot + 1)..]}</dd>");
    }

    private static void Write(StringBuilder page, Problem problem, bool alone)
    {
        if (!alone) page.AppendLine("  <h2>Without a step</h2>");
        page.AppendLine($"  <p class=\"mend\">{WebUtility.HtmlEncode(problem.Title)}</p>\n  <dl>\n    <dt>Status</dt><dd>{problem.Status}</dd>\n  </dl>");
    }
}
