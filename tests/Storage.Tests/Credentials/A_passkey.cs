using System.Security.Cryptography;
using Keystile.WebAuthn;

namespace Keystile.Storage.Tests;

public class A_passkey : Passkeys
{
    [Fact]
    public async Task is_read_back_with_its_owner_as_it_was_verified()
    {
        var alice = await AddUserAsync("alice");
        var registration = Register(alice);
        var id = Guid.CreateVersion7(Now);

        (await TryAddAsync(alice, registration, id)).ShouldBeTrue();

        var (passkey, owner) = (await FindAsync(registration.Record.Id))!;
        owner.ShouldBe(alice);
        passkey.Id.ShouldBe(id);
        passkey.UserId.ShouldBe(alice.Id);
        (passkey.Record with { PublicKey = default }).ShouldBe(registration.Record with { PublicKey = default });
        passkey.Record.PublicKey.ToArray().ShouldBe(registration.Record.PublicKey.ToArray());
        passkey.Algorithm.ShouldBe(CoseAlgorithm.ES256);
        passkey.Transports.ShouldBe(["internal", "hybrid"]);
        passkey.Aaguid.ShouldBe(registration.Aaguid);
        (passkey.Name, passkey.CreatedAt, passkey.CreatedFrom).ShouldBe(("Laptop", Now, "Chromium on Linux"));
        (passkey.LastUsedAt, passkey.LastUsedFrom, passkey.DisabledAt).ShouldBe((null, null, null));
    }

    [Fact]
    public async Task keeps_its_attestation_for_audit()
    {
        var alice = await AddUserAsync("alice");
        var registration = Register(alice);
        await TryAddAsync(alice, registration);

        var kept = await Database.ReadAsync(tx => tx.FindAsync(
            "SELECT attestation_format, attestation_type, attestation_trust, attestation_object, client_data FROM webauthn_credentials WHERE app_id = $1",
            static row => Tuple.Create(row.Text(0), row.Text(1), row.Text(2), row.Bytes(3), row.Bytes(4)), App), Stop);

        (kept!.Item1, kept.Item2, kept.Item3).ShouldBe(("none", "None", "NotEvaluated"));
        kept.Item4.ShouldBe(registration.AttestationObject.ToArray());
        kept.Item5.ShouldBe(registration.ClientDataJson.ToArray());
    }

    [Fact]
    public async Task has_a_credential_id_that_nobody_else_gets_in_its_app_but_anybody_in_another()
    {
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);
        var (alice, mallory, stranger) = (await AddUserAsync("alice"), await AddUserAsync("mallory"), await AddUserAsync("alice", "other"));
        var id = RandomNumberGenerator.GetBytes(32);

        (await TryAddAsync(alice, Register(alice, id))).ShouldBeTrue();
        (await TryAddAsync(alice, Register(alice, id))).ShouldBeFalse();
        (await TryAddAsync(mallory, Register(mallory, id))).ShouldBeFalse();
        (await TryAddAsync(stranger, Register(stranger, id))).ShouldBeTrue();

        (await FindAsync(CredentialId.TryCreate(id)!))!.Owner.Id.ShouldBe(alice.Id);
        (await FindAsync(CredentialId.TryCreate(id)!, "other"))!.Owner.Id.ShouldBe(stranger.Id);
    }

    [Fact]
    public async Task is_added_once_by_500_at_the_same_time()
    {
        var alice = await AddUserAsync("alice");
        var registration = Register(alice);

        var added = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => TryAddAsync(alice, registration)));

        added.Count(won => won).ShouldBe(1);
    }

    [Fact]
    public async Task is_not_added_to_an_account_that_is_gone_or_locked_or_not_the_one_of_the_ceremony()
    {
        var (gone, locked, alice, mallory) = (await AddUserAsync("gone"), await AddUserAsync("locked"), await AddUserAsync("alice"), await AddUserAsync("mallory"));
        await Database.WriteAsync(tx => UserStore.DeleteAsync(tx, App, gone.Id), Stop);
        await Database.WriteAsync(tx => UserStore.LockAsync(tx, App, locked.Id, Now), Stop);

        (await TryAddAsync(gone, Register(gone))).ShouldBeFalse();
        (await TryAddAsync(locked, Register(locked))).ShouldBeFalse();
        (await TryAddAsync(mallory, Register(alice))).ShouldBeFalse();
        (await TryAddAsync(alice, Register(alice))).ShouldBeTrue();
    }

    [Fact]
    public async Task is_not_the_33rd_of_its_account()
    {
        var alice = await AddUserAsync("alice");

        for (var i = 0; i < MostPerUser; i++) (await TryAddAsync(alice, Register(alice))).ShouldBeTrue();

        (await TryAddAsync(alice, Register(alice))).ShouldBeFalse();
    }

    [Fact]
    public async Task is_renamed_listed_and_deleted_by_its_account_only_and_the_last_only_on_purpose()
    {
        var (alice, mallory) = (await AddUserAsync("alice"), await AddUserAsync("mallory"));
        var (first, second) = (await AddPasskeyAsync(alice), await AddPasskeyAsync(alice));

        (await Database.WriteAsync(tx => CredentialStore.RenameAsync(tx, App, mallory.Id, first.Id, "Mine"), Stop)).ShouldBeFalse();
        (await Database.WriteAsync(tx => CredentialStore.RenameAsync(tx, App, alice.Id, first.Id, "Phone"), Stop)).ShouldBeTrue();
        (await ListAsync(alice)).Select(passkey => passkey.Name).ShouldBe(["Laptop", "Phone"], ignoreOrder: true);
        (await DeleteAsync(mallory, first, true)).ShouldBeFalse();
        (await DeleteAsync(alice, first, false)).ShouldBeTrue();
        (await DeleteAsync(alice, second, false)).ShouldBeFalse();
        (await ListAsync(alice)).Single().Id.ShouldBe(second.Id);
        (await DeleteAsync(alice, second, true)).ShouldBeTrue();
        (await ListAsync(alice)).ShouldBeEmpty();
    }

    [Fact]
    public async Task remains_when_two_hundred_delete_all_of_them_at_once()
    {
        var alice = await AddUserAsync("alice");
        CredentialRow[] passkeys = [await AddPasskeyAsync(alice), await AddPasskeyAsync(alice), await AddPasskeyAsync(alice)];

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => DeleteAsync(alice, passkeys[i % 3], false)));

        (await ListAsync(alice)).Count.ShouldBe(1);
    }

    private async Task<IReadOnlyList<CredentialRow>> ListAsync(UserRow user) => await Database.ReadAsync(tx => CredentialStore.ListAsync(tx, App, user.Id), Stop);

    private Task<bool> DeleteAsync(UserRow user, CredentialRow passkey, bool evenIfLast) =>
        Database.WriteAsync(tx => CredentialStore.DeleteAsync(tx, App, user.Id, passkey.Id, evenIfLast), Stop);
}
