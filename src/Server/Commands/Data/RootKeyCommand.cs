using System.CommandLine;
using Keystile.Server.Rotation;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile root-key reseal</c>: a step in changing the root key.</summary>
internal static class RootKeyCommand
{
    public static Command Create() => new("root-key", "The root key; docs/operations.md says how it is changed.") { ResealVerb() };

    private static Command ResealVerb()
    {
        var verb = new Command("reseal", "Seal anew, under the root key in force, what the old one sealed, and say what still hangs on the old one. Beside running servers; run it again as often as you like.") { VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync((database, options) => RunAsync(database, options, parsed)));
        return verb;
    }

    private static async Task<string?> RunAsync(Database database, ServerOptions options, ParseResult parsed)
    {
        var root = RootKey.Load(options);
        if (!root.HasOld) return $"there is no old root key; give it as KEYSTILE_MASTER_KEY_OLD, or where the root key is a file, as {options.OldMasterKeyFile}.";
        var report = await new Resealing(database, options, root, TimeProvider.System).ResealAsync();
        await parsed.AnswerAsync(report,
            (report.Old == 0 ? "Nothing was sealed by the old root key.\n" : $"Sealed anew: {report.Counts(part => part.Old)}.\n")
            + (report.WhatWaits(TimeProvider.System.GetUtcNow()) is { } waits ? waits + " Keep the old root key until then." : "Nothing needs the old root key any more: take it away and start the servers anew."));
        return report.Unreadable > 0 ? $"neither root key opens {report.Counts(part => part.Unreadable)}: they were sealed by yet another one, and stay as they are." : null;
    }
}
