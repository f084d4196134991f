using System.Text;
using System.Text.Json;
using Keystile.Authenticator;
using Keystile.WebAuthn;

namespace Keystile.Storage.Tests;

/// <summary>A store in which people have passkeys: each from a ceremony that was really verified, as storage takes nothing less.</summary>
public abstract class Passkeys : Store
{
    protected const string Rp = "localhost";

    protected const int MostPerUser = 32;

    private const string Origin = "http://localhost:5170";

    private readonly RelyingParty _relyingParty = new(new() { Id = Rp, Origins = [Origin] });

    protected SoftwareAuthenticator Device { get; init; } = new();

    protected VerifiedRegistration Register(UserRow user, byte[]? credentialId = null, SoftwareAuthenticator? on = null, byte without = 0)
    {
        var start = _relyingParty.BeginRegistration(new() { UserHandle = user.Handle, UserName = user.DisplayName });
        var json = (on ?? Device).Create(JsonSerializer.SerializeToNode(start.Options)!, Origin, made =>
        {
            made.CredentialId = credentialId ?? made.CredentialId;
            made.Flags &= (byte)~without;
        });
        var verdict = _relyingParty.CompleteRegistration(start.Ceremony, RegistrationResponse.Parse(Encoding.UTF8.GetBytes(json)).Value!);
        verdict.Rejection.ShouldBeNull();
        return verdict.Value!;
    }

    protected VerifiedAuthentication SignIn(CredentialRecord record, SoftwareAuthenticator? on = null, uint? signCount = null, byte without = 0)
    {
        var start = _relyingParty.BeginAuthentication(new());
        var json = (on ?? Device).Get(JsonSerializer.SerializeToNode(start.Options)!, Origin, made =>
        {
            made.SignCount = signCount ?? made.SignCount;
            made.Flags &= (byte)~without;
        });
        var response = AuthenticationResponse.Parse(Encoding.UTF8.GetBytes(json)).Value!;
        var verdict = _relyingParty.CompleteAuthentication(start.Ceremony, response, record);
        verdict.Rejection.ShouldBeNull();
        return verdict.Value!;
    }

    protected Task<bool> TryAddAsync(UserRow user, VerifiedRegistration registration, Guid? id = null) => Database.WriteAsync(
        tx => CredentialStore.TryAddAsync(tx, user.AppId, id ?? Guid.CreateVersion7(Now), user.Id, registration, "Laptop", MostPerUser, Now, "Chromium on Linux"), Stop);

    protected static SessionRow NewSession(CredentialRow passkey) => new()
    {
        Id = Guid.CreateVersion7(Now),
        AppId = App,
        UserId = passkey.UserId,
        CredentialId = passkey.Id,
        Amr = ["hwk"],
        AuthTime = Now,
        CreatedAt = Now,
        LastSeenAt = Now,
        ExpiresAt = Now.AddDays(1),
        IdleExpiresAt = Now.AddDays(1),
    };

    protected async Task<CredentialRow> AddPasskeyAsync(UserRow user)
    {
        var registration = Register(user);
        (await TryAddAsync(user, registration)).ShouldBeTrue();
        return (await FindAsync(registration.Record.Id, user.AppId))!.Credential;
    }

    protected async Task<CredentialWithOwner?> FindAsync(CredentialId id, string app = App) =>
        await Database.ReadAsync(tx => CredentialStore.FindAsync(tx, app, Rp, id), Stop);

    protected Task<bool> TryAdvanceAsync(VerifiedAuthentication authentication, bool initializeUserVerification = false) => Database.WriteAsync(
        tx => CredentialStore.TryAdvanceAsync(tx, App, Rp, authentication, initializeUserVerification, Now.AddHours(1), "Firefox on Linux"), Stop);
}
