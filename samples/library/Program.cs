using System.Text;
using System.Text.Json;
using Keystile.Authenticator;
using Keystile.WebAuthn;

const string Origin = "https://example.com";
var site = new RelyingParty(new() { Id = "example.com", Origins = [Origin] });
var browser = new SoftwareAuthenticator(); // plays the browser and its authenticator

// Sign up: the options go to navigator.credentials.create(), the ceremony stays here, what comes back is judged by it.
var signUp = site.BeginRegistration(new() { UserHandle = UserHandle.NewRandom(), UserName = "ada" });
var created = RegistrationResponse.Parse(Encoding.UTF8.GetBytes(browser.Create(JsonSerializer.SerializeToNode(signUp.Options)!, Origin)));
if (!created.IsAccepted) return Refuse(created.Rejection);
var registered = site.CompleteRegistration(signUp.Ceremony, created.Value);
if (!registered.IsAccepted) return Refuse(registered.Rejection);
var passkey = registered.Value.Record; // store it; the unique index on its id is step 26

// Sign in: the same with navigator.credentials.get() and the stored record.
var signIn = site.BeginAuthentication(new() { UserHandle = passkey.UserHandle, AllowCredentials = [new(passkey.Id, registered.Value.Transports)] });
var signed = AuthenticationResponse.Parse(Encoding.UTF8.GetBytes(browser.Get(JsonSerializer.SerializeToNode(signIn.Options)!, Origin)));
if (!signed.IsAccepted) return Refuse(signed.Rejection);
var authenticated = site.CompleteAuthentication(signIn.Ceremony, signed.Value, passkey);
if (!authenticated.IsAccepted) return Refuse(authenticated.Rejection);
passkey = passkey with { SignCount = authenticated.Value.SignCount, BackupState = authenticated.Value.BackupState };
Console.WriteLine($"ada signed in with {authenticated.Value.Algorithm}; the counter stands at {passkey.SignCount}");
return 0;

static int Refuse(Rejection rejection)
{
    Console.Error.WriteLine($"{rejection.Code}: {rejection.Sentence}");
    return 1;
}
