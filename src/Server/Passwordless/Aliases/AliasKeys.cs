using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Rotation;
using Keystile.Storage;

namespace Keystile.Server.Passwordless;

/// <summary>Turns aliases into what the database knows them by: HMAC under a key of the app, so that a stolen database cannot be asked whose address is in it.</summary>
internal sealed class AliasKeys(LookupKeys keys)
{
    public const int MostPerUser = 10;
    public const int MaxLength = 250;

    /// <summary>What an app's aliases are hashed for.</summary>
    public static string Purpose(string app) => "alias/" + app;

    /// <summary>The keys of an alias, letter by letter as it is spelled: the one it is kept by, then those of former root keys.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Of(App app, string alias) =>
        [.. keys.Of(Purpose(app.Id)).Select(key => (ReadOnlyMemory<byte>)HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(alias)))];

    /// <summary>The aliases of a body, each once; the texts are left out where only hashes are to be kept.</summary>
    public Outcome<AliasRow[]> Read(App app, string member, IReadOnlyList<string> aliases, bool hashing)
    {
        var distinct = aliases.Distinct(StringComparer.Ordinal).ToArray();
        if (distinct.Length > MostPerUser || distinct.Any(alias => alias.Length is 0 or > MaxLength || alias.Contains('\0', StringComparison.Ordinal)))
        {
            return JsonMembers.WrongType(member, $"a list of at most {MostPerUser} aliases of 1 to {MaxLength} characters");
        }
        return distinct.Select(alias => Row(Of(app, alias), hashing ? null : alias)).ToArray();
    }

    private static AliasRow Row(IReadOnlyList<ReadOnlyMemory<byte>> keys, string? text) => new(keys[0], text) { OtherKeys = [.. keys.Skip(1)] };
}
