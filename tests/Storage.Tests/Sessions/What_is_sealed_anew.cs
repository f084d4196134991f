namespace Keystile.Storage.Tests;

public class What_is_sealed_anew : Store
{
    private static readonly byte[] s_key = [.. Enumerable.Repeat<byte>(1, 32)], s_another = [.. Enumerable.Repeat<byte>(2, 32)];

    private readonly SigningKeyRow _signingKey = new("kid", s_key, "{}", Now, Now.AddDays(1));
    private readonly FormerKeyRow _formerKey = new("recovery/codes", s_key, s_key, Now);
    private readonly MailRow _mail = new() { AppId = App, Id = Guid.CreateVersion7(Now), Sealed = s_key, DueAt = Now, ExpiresAt = Now.AddDays(1) };
    private readonly WebhookRow _webhook = new() { AppId = App, Id = Guid.CreateVersion7(Now), Url = "https://example.com", Secret = s_key, Kinds = [], CreatedAt = Now, Cursor = new(0, 0), NextAttemptAt = Now };
    private readonly EventSealRow _seal = new(1, 1, s_key, Now) { Signature = s_key, PurgeTag = s_key };

    [Fact]
    public Task is_the_key_of_access_tokens_that_was_read() => CheckAsync(
        tx => SigningKeyStore.TryAddAsync(tx, _signingKey), (tx, read) => SigningKeyStore.TryResealAsync(tx, _signingKey with { WrappedKey = read }, s_another));

    [Fact]
    public Task is_the_former_key_that_was_read() => CheckAsync(
        tx => FormerKeyStore.TryAddAsync(tx, _formerKey), (tx, read) => FormerKeyStore.TryResealAsync(tx, _formerKey with { Sealed = read }, s_another));

    [Fact]
    public Task is_the_mail_that_was_read() => CheckAsync(
        tx => MailOutbox.TryAddAsync(tx, _mail), (tx, read) => MailOutbox.TryResealAsync(tx, _mail with { Sealed = read }, s_another));

    [Fact]
    public Task is_the_secret_that_was_read() => CheckAsync(
        tx => WebhookStore.TryAddAsync(tx, _webhook), (tx, read) => WebhookStore.TryResealAsync(tx, _webhook with { Secret = read }, s_another));

    [Fact]
    public async Task is_the_seal_that_was_read()
    {
        await CheckAsync(tx => EventSealStore.TryAddAsync(tx, _seal),
            (tx, read) => EventSealStore.TryRenewAsync(tx, _seal with { PurgeTag = read }, _seal with { PurgeTag = s_another }));
        var isRenewed = await Database.WriteAsync(tx => EventSealStore.TryRenewAsync(tx, _seal with { Signature = s_another, PurgeTag = s_another }, _seal), Stop);
        isRenewed.ShouldBeFalse("its signature is another");
    }

    /// <summary>What was changed since it was read stays as it is: whoever changed it comes later.</summary>
    private async Task CheckAsync(Func<Transaction, ValueTask<bool>> add, Func<Transaction, byte[], ValueTask<bool>> reseal)
    {
        (await Database.WriteAsync(add, Stop)).ShouldBeTrue();
        (await Database.WriteAsync(tx => reseal(tx, [3, .. s_key[1..]]), Stop)).ShouldBeFalse();
        (await Database.WriteAsync(tx => reseal(tx, s_key), Stop)).ShouldBeTrue();
        (await Database.WriteAsync(tx => reseal(tx, s_key), Stop)).ShouldBeFalse();
    }
}

public sealed class What_is_sealed_anew_on_PostgreSQL : What_is_sealed_anew, IOnPostgres;
