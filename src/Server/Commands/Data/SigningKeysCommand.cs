using System.CommandLine;
using Keystile.Server.Events;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile signing-keys replace</c>: for when somebody else may have a key that signs access tokens.</summary>
internal static class SigningKeysCommand
{
    public static Command Create() => new("signing-keys", "The keys that sign access tokens. Servers rotate them by themselves.") { ReplaceVerb() };

    private static Command ReplaceVerb()
    {
        var verb = new Command("replace", "Delete them all and make another, when one was stolen. Running servers follow within a minute; sessions go on, and clients refresh their access tokens.") { VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async (database, options) =>
        {
            var keys = new SigningKeys(database, RootKey.Load(options), TimeProvider.System);
            var replaced = await keys.ReplaceAsync(OperatorActs.Act(EventKind.SigningKeyMade, app: null));
            await parsed.AnswerAsync(replaced, $"{replaced.KeyId} signs, and {replaced.Deleted.Count} before it are deleted.");
            await Console.Error.WriteLineAsync("Running servers follow within a minute. Whoever checks access tokens himself should fetch /.well-known/jwks.json anew.");
            return null;
        }));
        return verb;
    }
}
