using System.CommandLine;
using System.Text.Json;
using Keystile.Server.Commands.Vectors;

namespace Keystile.Server.Commands;

/// <summary><c>keystile verify FILE... [--anchors FILE] [--mds FILE]</c>: runs recorded ceremonies through the verifier, one JSON line each.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Files of recorded ceremonies: a JSON array each, or one ceremony alone.", Arity = ArgumentArity.OneOrMore };
        var anchors = new Option<FileInfo?>("--anchors") { Description = "Trust anchors: PEM, or a JSON array of objects with \"der\" in base64url." };
        var metadata = new Option<FileInfo?>("--mds") { Description = "An issue of the FIDO metadata service, of any day; the signer is judged as of then." };
        var command = new Command("verify", "Run recorded ceremonies through the verifier.") { files, anchors, metadata };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(files), parsed.GetValue(anchors), parsed.GetValue(metadata)));
        return command;
    }

    private static int Run(FileInfo[] files, FileInfo? anchors, FileInfo? metadata)
    {
        try
        {
            var runner = VectorRunner.Create(anchors, metadata);
            var unmet = 0;
            foreach (var recorded in files.SelectMany(VectorFile.Read).ToList()) // all are read before the first is judged
            {
                var line = recorded.Vector is { } vector ? Judge(runner, vector) : VectorLine.Unusable(recorded.Id);
                Console.Out.WriteLine(JsonSerializer.Serialize(line, VectorJson.Default.VectorLine));
                if ((recorded.Fault ?? line.Breach(recorded.Vector!, runner.HasAnchors)) is not { } breach) continue;
                unmet++;
                Console.Error.WriteLine($"{recorded.Id}: {breach}");
            }
            return unmet == 0 ? 0 : 1;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Console.Error.WriteLine("keystile: " + refusal.Message);
            return 2;
        }
    }

    /// <summary>A ceremony that no relying party could have begun is a line of its own, not the end of the run.</summary>
    private static VectorLine Judge(VectorRunner runner, Vector vector)
    {
        try
        {
            return runner.Run(vector);
        }
        catch (ArgumentException unusable)
        {
            Console.Error.WriteLine($"{vector.Id}: {unusable.Message}");
            return VectorLine.Unusable(vector.Id);
        }
    }
}
