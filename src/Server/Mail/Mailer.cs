using System.Text.Json;
using Keystile.Server.Apps;
using Keystile.Server.Recovery;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Mail;

/// <summary>Where mail is posted: into the outbox, sealed, in the transaction of what it tells. A request never waits for a mail server.</summary>
internal sealed class Mailer(ServerOptions options, RootKey root, TimeProvider time) : IDisposable
{
    private readonly SealingKey _seal = new(root.Accepted("mail"));
    private readonly SemaphoreSlim _posted = new(0, 1);

    /// <summary>Whether the operator set a mail server. Where not, nothing is ever posted.</summary>
    public bool IsOn => options.Mail is not null;

    /// <summary>Posts a question that is answered later, by a letter or not at all, so that nobody who asks learns which.</summary>
    public ValueTask<bool> TryPostAsync(Transaction writing, App app, LinkAsk ask, TimeSpan lifetime) => TryPostAsync(writing, app, new Parcel(null, ask), lifetime);

    /// <summary>Posts a letter that is of use for <paramref name="lifetime"/>. False where mail is off or the outbox full: what it tells happened all the same.</summary>
    public ValueTask<bool> TryPostAsync(Transaction writing, App app, Letter letter, TimeSpan lifetime) => TryPostAsync(writing, app, new Parcel(letter, null), lifetime);

    private async ValueTask<bool> TryPostAsync(Transaction writing, App app, Parcel parcel, TimeSpan lifetime)
    {
        if (!IsOn) return false;
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var seal = _seal.Seal(JsonSerializer.SerializeToUtf8Bytes(parcel, MailJson.Default.Parcel), id.ToByteArray());
        return await MailOutbox.TryAddAsync(writing, new() { AppId = app.Id, Id = id, Sealed = seal, DueAt = now, ExpiresAt = now + lifetime });
    }

    /// <summary>What a row of the outbox says; null where another root key sealed it.</summary>
    public Parcel? Open(MailRow mail) =>
        _seal.TryOpen(mail.Sealed.Span, mail.Id.ToByteArray(), out var plain) ? JsonSerializer.Deserialize(plain, MailJson.Default.Parcel) : null;

    /// <summary>Which root key sealed a row of the outbox, and the same sealed anew.</summary>
    public SealedBy Examine(MailRow mail, out byte[] anew) => _seal.Examine(mail.Sealed.Span, mail.Id.ToByteArray(), out anew);

    /// <summary>Says that a letter was posted and is durable. Without it the letter goes out a moment later.</summary>
    public void Hurry()
    {
        try
        {
            if (_posted.CurrentCount == 0) _posted.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another request said so at the same time.
        }
    }

    /// <summary>Returns when a letter was posted here, and after <paramref name="most"/> in any case: another server may have posted one.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken stopping) => _posted.WaitAsync(most, stopping);

    public void Dispose() => _posted.Dispose();
}
