using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Apps;
using Keystile.Server.Rotation;
using Keystile.Storage;

namespace Keystile.Server.Recovery;

/// <summary>Recovery codes: 80 random bits each, in letters and digits that cannot be taken for each other. The database has a keyed hash that is bound to the account.</summary>
internal sealed class RecoveryCodes(LookupKeys keys)
{
    /// <summary>What codes are hashed for.</summary>
    public const string Purpose = "recovery/codes";

    /// <summary>How many there are in a set.</summary>
    public const int InASet = 10;

    // Crockford's base32: no I, L, O or U.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 16;
    private const int Group = 4;

    /// <summary>A new code, in groups: <c>7KQF-3M2P-X9TB-4WNC</c>.</summary>
    public static string New() => string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(Group).Select(group => new string(group)));

    /// <summary>The code as it was made, however it was typed; null where it can be none.</summary>
    public static string? TryRead(string? text)
    {
        var code = new StringBuilder(Length);
        foreach (var typed in text ?? "")
        {
            if (typed is ' ' or '-') continue;
            var meant = char.ToUpperInvariant(typed) switch { 'O' => '0', 'I' or 'L' => '1', var letter => letter };
            if (!Alphabet.Contains(meant, StringComparison.Ordinal) || code.Length == Length) return null;
            code.Append(meant);
        }
        return code.Length == Length ? code.ToString() : null;
    }

    /// <summary>What the database may know a code by: what it is kept by first, then what it was under former root keys.</summary>
    public byte[][] Hashes(App app, Guid user, string code) =>
        [.. keys.Of(Purpose).Select(key => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{app.Id}\n{user:N}\n{TryRead(code)}")))];

    /// <summary>The account to ask for where nobody has the name, so that asking costs the same.</summary>
    public Guid Nobody(App app, Username username) => new(HMACSHA256.HashData(keys.Of("recovery/nobody")[0], Encoding.UTF8.GetBytes($"{app.Id}\n{username.Key}")).AsSpan(0, 16));
}
