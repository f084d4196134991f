using Keystile.WebAuthn;

namespace Keystile.Storage.Tests;

public class An_import : Passkeys
{
    [Fact]
    public async Task brings_a_passkey_in_once_and_to_a_user_that_is_there()
    {
        var alice = await AddUserAsync("alice");
        var mallory = await AddUserAsync("mallory");
        var imported = Imported(alice, Register(alice));

        (await AddAsync(imported)).ShouldBeTrue();

        (await AddAsync(imported)).ShouldBeFalse();
        (await AddAsync(imported with { Credential = imported.Credential with { Id = Guid.CreateVersion7(Now), UserId = mallory.Id } })).ShouldBeFalse();
        (await AddAsync(Imported(NewUser(), Register(alice, on: new())))).ShouldBeFalse();
        var found = (await FindAsync(imported.Credential.Record.Id))!;
        found.Owner.Id.ShouldBe(alice.Id);
        (found.Credential.Record with { PublicKey = default, Id = imported.Credential.Record.Id }).ShouldBe(imported.Credential.Record with { PublicKey = default, UserHandle = found.Owner.Handle });
        var details = (await Database.ReadAsync(tx => CredentialDetails.ListAsync(tx, App, alice.Id), Stop)).ShouldHaveSingleItem();
        (details.Discoverable, details.ClientDataJson.IsEmpty, details.AttestationFormat).ShouldBe((true, true, "none"));
        (await TryAdvanceAsync(SignIn(found.Credential.Record))).ShouldBeTrue();
    }

    private static ImportedCredential Imported(UserRow user, VerifiedRegistration registration) => new(
        new()
        {
            Id = Guid.CreateVersion7(Now),
            UserId = user.Id,
            Record = registration.Record,
            Algorithm = registration.Algorithm,
            Transports = ["usb"],
            Aaguid = registration.Aaguid,
            Name = "Moved in",
            CreatedAt = Now,
        },
        ForeignKey.TryReadCose(registration.Record.PublicKey.Span)!, Discoverable: true);

    private Task<bool> AddAsync(ImportedCredential imported) => Database.WriteAsync(tx => ImportStore.TryAddAsync(tx, App, imported), Stop);
}
