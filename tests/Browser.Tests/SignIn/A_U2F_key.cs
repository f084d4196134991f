using System.Text;
using System.Text.Json;
using Keystile.WebAuthn;

namespace Keystile.Browser.Tests;

/// <summary>A key from before passkeys holds none, so the page never asks it; a relying party that builds on the library may.</summary>
public sealed class A_U2F_key(Stage stage)
{
    [Fact]
    public async Task registers_with_its_own_attestation_and_signs_in()
    {
        await using var ada = await stage.VisitAsync(kind: AuthenticatorKind.U2f);
        var relyingParty = new RelyingParty(new()
        {
            Id = "localhost",
            Origins = [stage.Origin],
            ResidentKey = ResidentKey.Discouraged,
            UserVerification = UserVerification.Discouraged,
            Attestation = AttestationConveyance.Direct,
        });

        var registration = relyingParty.BeginRegistration(new() { UserHandle = UserHandle.NewRandom(), UserName = "ada" });
        var made = await ada.CreateAsync(JsonSerializer.Serialize(registration.Options));
        var registered = relyingParty.CompleteRegistration(registration.Ceremony, Accepted(RegistrationResponse.Parse(Encoding.UTF8.GetBytes(made))));
        Accepted(registered).Attestation.Format.ShouldBe("fido-u2f");

        var record = Accepted(registered).Record;
        var authentication = relyingParty.BeginAuthentication(new() { UserHandle = registration.Ceremony.UserHandle, AllowCredentials = [new(record.Id, ["usb"])] });
        var given = await ada.GetAsync(JsonSerializer.Serialize(authentication.Options));
        var authenticated = relyingParty.CompleteAuthentication(authentication.Ceremony, Accepted(AuthenticationResponse.Parse(Encoding.UTF8.GetBytes(given))), record);
        Accepted(authenticated).SignCount.ShouldBeGreaterThan(record.SignCount);
    }

    private static T Accepted<T>(Verdict<T> verdict) where T : class
    {
        verdict.IsAccepted.ShouldBeTrue(verdict.Rejection?.Code);
        return verdict.Value!;
    }
}
