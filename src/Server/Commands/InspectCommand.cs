using System.CommandLine;
using System.Globalization;
using System.Text;
using Keystile.WebAuthn;

namespace Keystile.Server.Commands;

/// <summary><c>keystile inspect FILE|-</c>: decodes any WebAuthn message as a readable tree and, for a response, says which step of the specification fails.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A response as JSON, client data, an attestation object, authenticator data or a COSE key; JSON, raw, base64url, base64 or hexadecimal. - reads standard input." };
        var rpId = new Option<string?>("--rp-id") { Description = "The RP ID to verify against. Default: the host of the origin in the client data." };
        var origin = new Option<string?>("--origin") { Description = "The origin to verify against. Default: the one in the client data." };
        var challenge = new Option<string?>("--challenge") { Description = "The challenge that was issued, base64url. Default: the one in the client data." };
        var publicKey = new Option<string?>("--public-key") { Description = "The COSE key on record, base64url; without it an authentication's signature cannot be checked." };
        var command = new Command("inspect", "Decode and explain any WebAuthn message.") { file, rpId, origin, challenge, publicKey };
        command.SetAction(parsed =>
        {
            var known = new KnownCeremony(parsed.GetValue(rpId), parsed.GetValue(origin), parsed.GetValue(challenge), parsed.GetValue(publicKey));
            return Run(parsed.GetRequiredValue(file), known);
        });
        return command;
    }

    private static int Run(string file, KnownCeremony known)
    {
        try
        {
            var input = Read(file);
            if (Inspector.TryDecode(input) is not { } tree) return Refuse("the input is no WebAuthn message: neither JSON nor CBOR nor authenticator data, raw or encoded.");
            var output = new StringBuilder();
            Write(output, tree, depth: 0);
            Console.Out.Write(output);
            output.Clear();
            var holds = true;
            if (known.Explain(input) is { } story)
            {
                output.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"verified against {Printable(story.Assumptions)}");
                foreach (var step in story.Steps) output.AppendLine(CultureInfo.InvariantCulture, $"  {step.Step,-7} {step.Outcome,-8} {step.Title}{(step.Evidence.Length > 0 ? ": " + Printable(step.Evidence) : "")}");
                output.AppendLine(story.Rejection is { } rejection ? $"refused: {rejection.Code}. {rejection.Sentence}" : "accepted");
                holds = story.Rejection is null;
            }
            Console.Out.Write(output);
            return holds ? 0 : 1;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Refuse(refusal.Message);
        }
    }

    private static byte[] Read(string file)
    {
        if (file != "-") return File.ReadAllBytes(file);
        using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void Write(StringBuilder output, InspectionNode node, int depth)
    {
        output.Append(' ', depth * 2).Append(Printable(node.Name));
        if (node.Value.Length > 0) output.Append(": ").Append(Printable(node.Value));
        output.AppendLine();
        foreach (var child in node.Children) Write(output, child, depth + 1);
    }

    /// <summary>Control characters of the input must not reach the terminal.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private static int Refuse(string sentence)
    {
        Console.Error.WriteLine("keystile: " + sentence);
        return 2;
    }
}
