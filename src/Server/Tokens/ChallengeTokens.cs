using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Keystile.Server.Apps;
using Keystile.Server.Protection;

namespace Keystile.Server.Tokens;

/// <summary>Issues and opens challenge tokens: JWS compact, HS256, a key per app, day and security epoch derived from the root key, so that no server keeps state and none shares any.</summary>
/// <remarks>One algorithm, one header, compared as bytes: nothing in a token chooses how it is verified (RFC 8725 §3.1).</remarks>
internal sealed class ChallengeTokens(RootKey root, SecurityEpoch epoch, TimeProvider time)
{
    /// <summary>No token we issue is longer, also where an account has a thousand passkeys, each in its allow list.</summary>
    public const int MaxLength = 32 * 1024;

    /// <summary>How far the clocks of two servers may be apart.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private static readonly byte[] Header = CompactJws.EncodeHeader("""{"alg":"HS256","typ":"challenge+jwt"}""");
    private readonly ConcurrentDictionary<(string App, int Day, long Epoch), byte[][]> _keys = new();

    /// <summary>Signs the state of a ceremony.</summary>
    public string Issue(ChallengeToken token)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(token, TokenJson.Default.ChallengeToken);
        var payload = Base64Url.GetEncodedLength(json.Length);
        var signed = Header.Length + 1 + payload;
        var bytes = new byte[signed + 1 + Base64Url.GetEncodedLength(HMACSHA256.HashSizeInBytes)];
        Header.CopyTo(bytes);
        bytes[Header.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(json, bytes.AsSpan(Header.Length + 1));
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Keys(token.App, DayOf(DateTimeOffset.FromUnixTimeSeconds(token.IssuedAt)), epoch.Current)[0], bytes.AsSpan(0, signed), tag);
        bytes[signed] = (byte)'.';
        Base64Url.EncodeToUtf8(tag, bytes.AsSpan(signed + 1));
        return System.Text.Encoding.ASCII.GetString(bytes);
    }

    /// <summary>The ceremony that a token stands for, if this app issued it for this flow and it is still alive. Whether it was spent is the database's to say.</summary>
    public Outcome<ChallengeToken> Open(App app, CeremonyFlow flow, ReadOnlySpan<byte> token)
    {
        if (token.Length > MaxLength || !CompactJws.TrySplit(token, out var jws)) return Problem.InvalidChallengeToken;
        if (!jws.Header.SequenceEqual(Header)) return Problem.InvalidChallengeToken;
        var inForce = epoch.Current;
        if (!IsOurs(app.Id, jws, inForce)) return Problem.InvalidChallengeToken;
        if (jws.ReadPayload(TokenJson.Default.ChallengeToken) is not { } claims) return Problem.InvalidChallengeToken;
        if (claims.App != app.Id || claims.RpId != app.RelyingParty.Options.Id || claims.Flow != flow) return Problem.InvalidChallengeToken;
        if ((claims.Session is not null) != (flow is CeremonyFlow.Connect or CeremonyFlow.Stepup)) return Problem.InvalidChallengeToken;
        var now = time.GetUtcNow();
        if (DateTimeOffset.FromUnixTimeSeconds(claims.IssuedAt) > now + ClockSkew) return Problem.InvalidChallengeToken;
        return now < claims.Expiry ? claims with { Epoch = inForce } : Problem.ChallengeExpired;
    }

    /// <summary>A fresh name for a token: a version 7 UUID. What is spent about the same time stands side by side in the ledger, in pages that sign-ins share.</summary>
    public static string NewId(DateTimeOffset now) => Base64Url.EncodeToString(Guid.CreateVersion7(now).ToByteArray(bigEndian: true));

    private bool IsOurs(string app, CompactJws jws, long inForce)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!CompactJws.TryDecode(jws.Signature, given)) return false;
        // A neighbour whose clock is ahead may already be in tomorrow; a token that began yesterday may still be alive today.
        var today = DayOf(time.GetUtcNow());
        var latest = DayOf(time.GetUtcNow() + ClockSkew);
        var (current, before) = (Keys(app, today, inForce), Keys(app, today - 1, inForce));
        // All that the root key in force can have made comes before what the old one made.
        for (var root = 0; root < current.Length; root++)
        {
            if (IsTagged(current[root], jws.SignedPart, given) || IsTagged(before[root], jws.SignedPart, given)
                || (latest != today && IsTagged(Keys(app, latest, inForce)[root], jws.SignedPart, given))) return true;
        }
        return false;
    }

    private static bool IsTagged(byte[] key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> given)
    {
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, signed, tag);
        return CryptographicOperations.FixedTimeEquals(tag, given);
    }

    private byte[][] Keys(string app, int day, long inForce) => _keys.TryGetValue((app, day, inForce), out var keys) ? keys : Derive(app, day, inForce);

    private byte[][] Derive(string app, int day, long inForce)
    {
        var oldest = DayOf(time.GetUtcNow()) - 1;
        foreach (var kept in _keys.Keys.Where(kept => kept.Day < oldest || kept.Epoch != inForce)) _keys.TryRemove(kept, out _);
        return _keys[(app, day, inForce)] = root.Accepted(string.Create(CultureInfo.InvariantCulture, $"challenge/{app}/{day}/{inForce}"));
    }

    private static int DayOf(DateTimeOffset time) => (int)(time.ToUnixTimeSeconds() / 86_400);
}
