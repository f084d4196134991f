using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Keystile.Storage;

namespace Keystile.Server.Tokens;

/// <summary>The keys that sign access tokens. Public halves are published; private halves lie in the database wrapped by a key that does not.</summary>
/// <remarks>Which of them signs follows from the rows and the time alone, so that several servers agree without speaking to each other.</remarks>
internal sealed class SigningKeys(Database database, RootKey root, TimeProvider time)
{
    /// <summary>How long a key signs.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>Published this long before its first signature, so that nobody who keeps the list for a while meets a key he does not know.</summary>
    public static readonly TimeSpan PublishedBefore = TimeSpan.FromHours(24);

    /// <summary>Published for this long past its last signature, and its row kept.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    // The next one is made early enough that a day's outage changes nothing.
    private static readonly TimeSpan MadeBefore = PublishedBefore + TimeSpan.FromHours(24);

    // By then every server has seen the change; nobody needs the old private half again.
    private static readonly TimeSpan KeptPastUse = TimeSpan.FromMinutes(10);

    private readonly SealingKey _wrapping = Wrapping(root);
    private volatile SigningKeyRing? _ring;

    private SigningKeyRing Ring => _ring ?? throw new InvalidOperationException("The keys were not read.");

    /// <summary>The one that signs.</summary>
    public SigningKey Current => Ring.At(time.GetUtcNow());

    public JwkSet Published => Ring.Published;

    /// <summary>The key whose whole header this is.</summary>
    public SigningKey? Find(ReadOnlySpan<byte> header) => Ring.Find(header);

    /// <summary>Reads the keys that are still good and makes one where none is left to sign with.</summary>
    public static async Task<SigningKeys> OpenAsync(Database database, RootKey root, TimeProvider time)
    {
        var keys = new SigningKeys(database, root, time);
        await keys.RefreshAsync();
        return keys;
    }

    /// <summary>Makes the next key when it is time, retires those whose time is over, and follows what other servers did.</summary>
    public async Task RefreshAsync()
    {
        var now = time.GetUtcNow();
        var rows = await database.ReadAsync(reading => SigningKeyStore.ListAsync(reading, now));
        if (IsNextDue(rows, now) || Retired(rows, now).Any())
        {
            var fresh = await database.WriteAsync(writing => RotateAsync(writing, now));
            rows = fresh ?? rows;
        }
        if (_ring?.IsOf(rows) != true) _ring = new(rows, row => Unwrap(row));
    }

    /// <summary>Deletes all keys and makes one that signs from now on, for when somebody else may have a private half. What the others signed is refused by each server once it has read the keys again.</summary>
    /// <param name="act">Who does it, and when.</param>
    public Task<ReplacedKeys> ReplaceAsync(EventRow act) => database.WriteAsync(async writing =>
    {
        await writing.LeadAsync(Job.SigningKeys);
        var before = await SigningKeyStore.ListAsync(writing, act.At);
        foreach (var row in before)
        {
            // Throws where the root key is not the servers' own: they could not open the key that is made.
            Unwrap(row).Dispose();
            await SigningKeyStore.DeleteAsync(writing, row.Kid);
            await EventStore.AddAsync(writing, act with { Kind = EventKind.SigningKeyRetired, Detail = row.Kid });
        }
        return new ReplacedKeys((await MakeAsync(writing, act)).Kid, [.. before.Select(row => row.Kid)]);
    });

    /// <summary>What private halves are wrapped by, each for its <see cref="Context"/>.</summary>
    public static SealingKey Wrapping(RootKey root) => new(root.Accepted("kek"));

    /// <summary>What a private half is bound to: its name.</summary>
    public static byte[] Context(string kid) => Encoding.ASCII.GetBytes(kid);

    /// <summary>When a key may sign first, unless there is no other.</summary>
    public static DateTimeOffset SignsFrom(SigningKeyRow row) => row.CreatedAt + PublishedBefore;

    private async ValueTask<IReadOnlyList<SigningKeyRow>?> RotateAsync(Transaction writing, DateTimeOffset now)
    {
        // Another server is at it: its keys are read the next time round. A start waits, as it cannot do without.
        if (_ring is null) await writing.LeadAsync(Job.SigningKeys);
        else if (!await writing.TryLeadAsync(Job.SigningKeys)) return null;
        var rows = await SigningKeyStore.ListAsync(writing, now);
        foreach (var retired in Retired(rows, now))
        {
            await SigningKeyStore.RetireAsync(writing, retired.Kid, SignsFrom(InForce(rows, now)!) + Overlap);
            await EventStore.AddAsync(writing, new(EventKind.SigningKeyRetired, null, now) { Actor = EventActor.System, Detail = retired.Kid });
        }
        if (IsNextDue(rows, now))
        {
            var row = await MakeAsync(writing, new(EventKind.SigningKeyMade, null, now) { Actor = EventActor.System });
            await SigningKeyStore.KeepAsync(writing, now, SignsFrom(row) + Overlap);
        }
        return await SigningKeyStore.ListAsync(writing, now);
    }

    private async ValueTask<SigningKeyRow> MakeAsync(Transaction writing, EventRow act)
    {
        using var fresh = SigningKey.New();
        var row = new SigningKeyRow(fresh.Jwk.KeyId, Wrap(fresh), JsonSerializer.Serialize(fresh.Jwk, ServerJson.Default.PublicJwk), act.At, act.At + Life + Overlap);
        await SigningKeyStore.TryAddAsync(writing, row);
        await EventStore.AddAsync(writing, act with { Kind = EventKind.SigningKeyMade, Detail = row.Kid });
        return row;
    }

    private static bool IsNextDue(IReadOnlyList<SigningKeyRow> rows, DateTimeOffset now) => !rows.Any(row => now < row.CreatedAt + Life - MadeBefore);

    /// <summary>Keys that have a private half and no use for it: another has been signing for a while.</summary>
    private static IEnumerable<SigningKeyRow> Retired(IReadOnlyList<SigningKeyRow> rows, DateTimeOffset now) =>
        InForce(rows, now) is { } current ? rows.Where(row => row.CreatedAt < current.CreatedAt && row.WrappedKey.Length > 0) : [];

    private static SigningKeyRow? InForce(IReadOnlyList<SigningKeyRow> rows, DateTimeOffset now) => rows.FirstOrDefault(row => SignsFrom(row) + KeptPastUse <= now);

    private byte[] Wrap(SigningKey key)
    {
        var plain = key.ToPkcs8();
        var wrapped = _wrapping.Seal(plain, Context(key.Jwk.KeyId));
        CryptographicOperations.ZeroMemory(plain);
        return wrapped;
    }

    private SigningKey Unwrap(SigningKeyRow row)
    {
        if (row.WrappedKey.Length == 0) return SigningKey.Read(JsonSerializer.Deserialize(row.PublicJwk, ServerJson.Default.PublicJwk)!);
        if (!_wrapping.TryOpen(row.WrappedKey.Span, Context(row.Kid), out var plain))
        {
            throw new WrongSettingException("The root key is not the one this database was made with; put back its keystile.key, or set KEYSTILE_MASTER_KEY to it; where you are changing it, KEYSTILE_MASTER_KEY_OLD.");
        }
        var key = SigningKey.Read(plain);
        CryptographicOperations.ZeroMemory(plain);
        return key;
    }
}

/// <summary>The key that signs now, and those that were deleted.</summary>
internal sealed record ReplacedKeys(string KeyId, IReadOnlyList<string> Deleted);
