using Keystile.Server.Sessions;
using Keystile.WebAuthn;

namespace Keystile.Server.Accounts;

/// <summary>What a new passkey is called until its owner says otherwise.</summary>
internal static class PasskeyNames
{
    /// <summary>The most characters a passkey's name may have.</summary>
    public const int Longest = 64;

    /// <summary>Where it lives, by its AAGUID; of one that says nothing, where it was made.</summary>
    public static string Of(Aaguid aaguid, Device device) => Providers.Of(aaguid)?.Name ?? device.PasskeyName;

    /// <summary>The name, with the first number from 2 on that tells it from those <paramref name="taken"/>: a second of the same name is “… (2)”.</summary>
    public static string Among(string name, IEnumerable<string> taken)
    {
        var others = taken.ToHashSet(StringComparer.Ordinal);
        var free = name;
        for (var number = 2; others.Contains(free); number++)
        {
            var ending = $" ({number})";
            free = name[..Math.Min(name.Length, Longest - ending.Length)] + ending;
        }
        return free;
    }
}
