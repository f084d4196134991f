using Keystile.Authenticator;

namespace Keystile.Server.Tests;

/// <summary>What one app must hold, kept beside it in memory: users, their aliases, passkeys by credential id.</summary>
internal sealed class ModelApp(Site site, string id)
{
    public string Id { get; } = id;

    public Site Site { get; } = site;

    /// <summary>Every user, in the order they came.</summary>
    public List<string> Users { get; } = [];

    /// <summary>Who has an alias.</summary>
    public Dictionary<string, string> Aliases { get; } = [];

    /// <summary>Who has a passkey, and the key that signs for it here. Other apps have other keys under the same credential id.</summary>
    public Dictionary<string, (string User, SoftCredential Passkey)> Passkeys { get; } = [];

    /// <summary>Keys of passkeys that were deleted: an authenticator still has them.</summary>
    public List<SoftCredential> Stale { get; } = [];

    public void Ensure(string user)
    {
        if (!Users.Contains(user)) Users.Add(user);
    }

    public string[] PasskeysOf(string user) => [.. Passkeys.Where(entry => entry.Value.User == user).Select(entry => entry.Key).Order(StringComparer.Ordinal)];

    public string[] AliasesOf(string user) => [.. Aliases.Where(entry => entry.Value == user).Select(entry => entry.Key).Order(StringComparer.Ordinal)];

    public void Delete(string credential)
    {
        if (Passkeys.Remove(credential, out var gone)) Stale.Add(gone.Passkey);
    }

    public void DeleteUser(string user)
    {
        foreach (var credential in PasskeysOf(user)) Delete(credential);
        foreach (var alias in AliasesOf(user)) Aliases.Remove(alias);
        Users.Remove(user);
    }
}

/// <summary>A verify token that was made, and what it must prove, once, to its app alone.</summary>
internal sealed record ModelToken(ModelApp App, string Text, string User, string Type, string? Credential)
{
    public bool IsSpent { get; set; }

    /// <summary>The passkey must still be there, and be the same user's.</summary>
    public bool IsGood => !IsSpent && (Credential is null || (App.Passkeys.TryGetValue(Credential, out var passkey) && passkey.User == User));
}
