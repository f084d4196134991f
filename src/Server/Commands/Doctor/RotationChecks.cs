using Keystile.Server.Rotation;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Commands.Doctor;

/// <summary>Whether an old root key is still accepted, and what hangs on it.</summary>
internal static class RotationChecks
{
    private const string Check = "key change";

    public static async Task<IReadOnlyList<Finding>> OfAsync(Database database, ServerOptions options)
    {
        // Without one the first start makes it, not this.
        if (options.MasterKey is null && !File.Exists(options.MasterKeyFile)) return [];
        try
        {
            var root = RootKey.Load(options);
            return root.HasOld ? [Of(await new Resealing(database, options, root, TimeProvider.System).CountAsync())] : [];
        }
        catch (WrongSettingException wrong)
        {
            return [Finding.Bad(Check, "The root keys do not go together.", wrong.Message)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // The check of the file says so.
            return [];
        }
    }

    private static Finding Of(RotationReport report) =>
        report.Unreadable > 0 ? Finding.Bad(Check, $"Neither root key opens {report.Counts(part => part.Unreadable)}.", "Give the root key that sealed them as KEYSTILE_MASTER_KEY_OLD and run keystile root-key reseal, or make them anew.")
        : report.Old > 0 ? Finding.Note(Check, $"The old root key is accepted, and needed for {report.Counts(part => part.Old)}.", "When all servers run with the new one: keystile root-key reseal.")
        : report.WhatWaits(TimeProvider.System.GetUtcNow()) is { } waits ? Finding.Note(Check, "The old root key is accepted. " + waits, "Keep it until then; docs/operations.md says how to take it away.")
        : Finding.Note(Check, "The old root key is accepted, and nothing needs it any more.", "Take KEYSTILE_MASTER_KEY_OLD or the file keystile.key.old away, and start the servers anew.");
}
