using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Keystile.Storage;

namespace Keystile.Server.Apps;

/// <summary>A key as a request carries it, <c>app:public:tail</c> or <c>app:secret:tail</c>: whose it says it is, and the hash that proves it.</summary>
internal sealed class ApiKey
{
    private const int TailLength = 32;
    private const int MaxLength = 200;
    private const int IdLength = 8;

    private ApiKey(string text, string app, ApiKeyKind kind)
    {
        (AppId, Kind, LastFour) = (app, kind, text[^4..]);
        // 256 random bits cannot be guessed and need no slow hash; a slow one would be a way to wear the server out.
        Hash = SHA256.HashData(Encoding.ASCII.GetBytes(text));
        Id = Convert.ToHexStringLower(Hash.AsSpan(0, IdLength));
    }

    public string AppId { get; }

    public ApiKeyKind Kind { get; }

    /// <summary>What it is looked up by. It says nothing of the rest of the hash, which decides.</summary>
    public string Id { get; }

    public byte[] Hash { get; }

    public string LastFour { get; }

    /// <summary>The key in a header, or null where the text cannot be one.</summary>
    public static ApiKey? TryParse(string? text)
    {
        if (text is not { Length: <= MaxLength } || !Ascii.IsValid(text) || text.Split(':') is not [var app, var kind, { Length: >= 4 }]) return null;
        return kind switch
        {
            "public" => new(text, app, ApiKeyKind.Public),
            "secret" => new(text, app, ApiKeyKind.Secret),
            _ => null,
        };
    }

    /// <summary>A new key, and its text, which exists nowhere else.</summary>
    public static ApiKey New(string app, ApiKeyKind kind, out string text)
    {
        text = $"{app}:{(kind == ApiKeyKind.Secret ? "secret" : "public")}:{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TailLength))}";
        return new(text, app, kind);
    }

    /// <summary>What the database keeps of it.</summary>
    public ApiKeyRow ToRow(IReadOnlyList<string> scopes, DateTimeOffset now) =>
        new() { AppId = AppId, Id = Id, Kind = Kind, Hash = Hash, LastFour = LastFour, Scopes = scopes, CreatedAt = now };
}
