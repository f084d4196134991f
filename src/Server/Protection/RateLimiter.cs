using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Apps;
using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Protection;

/// <summary>How often something may happen: at most <paramref name="Most"/> at once, and then as many again spread over <paramref name="Seconds"/>.</summary>
internal sealed record RateLimit(string Name, int Most, int Seconds = 60)
{
    public static readonly RateLimit BeginByAddress = new("begin/address", 30);
    public static readonly RateLimit BeginByUser = new("begin/user", 10);
    public static readonly RateLimit CompleteByAddress = new("complete/address", 20);
    public static readonly RateLimit RefreshByAddress = new("refresh/address", 30);
    public static readonly RateLimit RecoverByAddress = new("recover/address", 10);
    public static readonly RateLimit RecoverByUser = new("recover/user", 5);
    public static readonly RateLimit LinkByAddress = new("link/address", 10, Seconds: 3600);
    public static readonly RateLimit LinkByName = new("link/name", 3, Seconds: 600);
    public static readonly RateLimit MailByUser = new("mail/user", 3, Seconds: 600);
    public static readonly RateLimit MagicLinkByAddress = new("magic/address", 5, Seconds: 600);
    public static readonly RateLimit MagicLinkByApp = new("magic/app", 120);
    public static readonly RateLimit RegisterTokenByApp = new("register-token/app", 60, Seconds: 1);
}

/// <summary>Counts by the generic cell rate algorithm: one number a caller, moved by compare-and-set, so that parallel calls pass exactly as often as the limit says.</summary>
/// <remarks>Asked before a token is opened or the database touched. Refusing costs the caller a wait, never the account: passkeys cannot be guessed, and lock-outs only serve who wants to lock others out.</remarks>
internal sealed class RateLimiter(ServerOptions options, TimeProvider time)
{
    private const int MostCallers = 100_000;
    private readonly ConcurrentDictionary<(RateLimit Limit, UInt128 Caller), long> _nextFree = new();

    /// <summary>Takes one from the caller's allowance. Null, or how long to wait.</summary>
    public Problem? Take(RateLimit limit, HttpContext http) => options.RateLimits ? Take(limit, Caller(http.Connection.RemoteIpAddress)) : null;

    /// <summary>Takes one from the allowance of a name.</summary>
    public Problem? Take(RateLimit limit, string name) => options.RateLimits ? Take(limit, Caller(name)) : null;

    /// <summary>Takes one from the allowance of a name in its app.</summary>
    public Problem? Take(RateLimit limit, App app, Username name) => Take(limit, $"{app.Id}\n{name.Key}");

    private Problem? Take(RateLimit limit, UInt128 caller)
    {
        var step = TimeSpan.TicksPerSecond * limit.Seconds / limit.Most;
        var key = (limit, caller);
        while (true)
        {
            var now = time.GetUtcNow().UtcTicks;
            var known = _nextFree.TryGetValue(key, out var before);
            var wait = before - (limit.Most - 1) * step - now;
            if (wait > 0)
            {
                Meters.CountRateLimited(limit.Name);
                return Problem.RateLimited with { Limit = limit, RetryAfter = (int)((wait + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond) };
            }
            var after = Math.Max(before, now) + step;
            if (known ? _nextFree.TryUpdate(key, after, before) : _nextFree.TryAdd(key, after)) break;
        }
        if (_nextFree.Count > MostCallers) Forget();
        return null;
    }

    /// <summary>Drops who has his whole allowance again; where that is not enough, all: a flood of addresses must not fill the memory.</summary>
    private void Forget()
    {
        var now = time.GetUtcNow().UtcTicks;
        foreach (var (key, nextFree) in _nextFree)
        {
            if (nextFree <= now) _nextFree.TryRemove(new(key, nextFree));
        }
        if (_nextFree.Count > MostCallers) _nextFree.Clear();
    }

    /// <summary>An IPv4 address, the /64 an IPv6 address is in (one household owns all of it), or one bucket for whoever has none.</summary>
    private static UInt128 Caller(IPAddress? address)
    {
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6) bytes[8..].Clear();
        else bytes[15] = 4;
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static UInt128 Caller(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
