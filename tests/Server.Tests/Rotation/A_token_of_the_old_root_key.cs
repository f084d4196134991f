using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Server.Apps;
using Keystile.Server.External;
using Keystile.Server.Passwordless;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.WebAuthn;

namespace Keystile.Server.Tests.Rotation;

public sealed class A_token_of_the_old_root_key
{
    private static readonly byte[] s_old = RandomNumberGenerator.GetBytes(32), s_new = RandomNumberGenerator.GetBytes(32), s_another = RandomNumberGenerator.GetBytes(32);
    private static readonly RootKey s_before = new(s_old), s_during = new(s_new, s_old), s_after = new(s_new), s_stranger = new(s_another);

    [Fact]
    public async Task finishes_what_it_began_while_that_is_accepted_and_nothing_afterwards()
    {
        await using var installation = await Installation.OpenAsync();
        Begun first, second;
        SoftCredential passkey;
        Tenant tenant;
        await using (var server = await installation.StartAsync(Installation.Old))
        {
            (passkey, _) = await new Browser(server).RegisterAsync("ada");
            tenant = await Tenant.AddAsync(server);
            var site = new Site(server, tenant);
            var (known, _) = await site.RegisterAsync("u-0");
            (first, second) = (await BeginAsync(server, site, known, "1"), await BeginAsync(server, site, known, "2"));
        }

        await using (var server = await installation.StartAsync(Installation.New, Installation.Old))
        {
            var answers = await FinishAsync(server, new Site(server, tenant), first, passkey);
            answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK, string.Join('\n', answers.Select(answer => answer.Text)));
            // What it is told now is of the new one.
            first = first with { RefreshToken = answers[1]["session"]["refreshToken"]!.GetValue<string>() };
        }

        await installation.ResealAsync();
        await using (var server = await installation.StartAsync(Installation.New))
        {
            var answers = await FinishAsync(server, new Site(server, tenant), second, passkey);
            answers.Select(answer => answer.Code).ShouldBe(["invalid_challenge_token", "invalid_refresh_token", "invalid_token", "invalid_token", "invalid_token"]);
            (await RefreshAsync(server, first.RefreshToken)).Status.ShouldBe(HttpStatusCode.OK);
            await new Browser(server).SignInAsync(passkey);
        }
    }

    [Fact]
    public void is_opened_by_its_challenge_service_while_that_knows_the_key()
    {
        var (clock, home) = (new TestClock(), NewApp());
        var token = Challenges(s_before).Issue(ChallengeToken.For(home, home.RelyingParty.BeginAuthentication(new() { Origin = TestServer.Origin }).Ceremony, clock.GetUtcNow()));
        Opens(s_during).ShouldBeTrue();
        Opens(new(s_old, s_new)).ShouldBeTrue();
        Opens(s_after).ShouldBeFalse();
        Opens(new(s_new, s_another)).ShouldBeFalse();
        var fresh = Challenges(s_during).Issue(ChallengeToken.For(home, home.RelyingParty.BeginAuthentication(new() { Origin = TestServer.Origin }).Ceremony, clock.GetUtcNow()));
        Challenges(s_after).Open(home, CeremonyFlow.Authentication, Encoding.ASCII.GetBytes(fresh)).IsGood.ShouldBeTrue();
        Challenges(s_before).Open(home, CeremonyFlow.Authentication, Encoding.ASCII.GetBytes(fresh)).IsGood.ShouldBeFalse();

        ChallengeTokens Challenges(RootKey root) => new(root, new(0), clock);
        bool Opens(RootKey root) => Challenges(root).Open(home, CeremonyFlow.Authentication, Encoding.ASCII.GetBytes(token)).IsGood;
    }

    [Fact]
    public void is_opened_as_a_refresh_token_while_the_key_is_known()
    {
        var session = Guid.CreateVersion7();
        var token = new RefreshTokens(s_before).New(session);
        new RefreshTokens(s_during).SessionOf(token).ShouldBe(session);
        new RefreshTokens(s_after).SessionOf(token).ShouldBeNull();
        new RefreshTokens(s_during).SessionOf(new RefreshTokens(s_stranger).New(session)).ShouldBeNull();
        new RefreshTokens(s_after).SessionOf(new RefreshTokens(s_during).New(session)).ShouldBe(session);
    }

    [Fact]
    public void is_opened_as_a_token_of_the_service_or_the_state_of_a_sign_in_elsewhere_while_the_key_is_known()
    {
        var (clock, home) = (new TestClock(), NewApp());
        var expiry = clock.GetUtcNow().AddMinutes(2).ToUnixTimeSeconds();
        Check(TokenKinds.SignIn, () => new SignInToken { App = home.Id, ExpiresAt = expiry, User = UserHandle.NewRandom() });
        Check(TokenKinds.External, () => new ExternalState { App = home.Id, ExpiresAt = expiry, Provider = "google", Browser = "abc", ReturnTo = "/" });

        void Check<T>(TokenKind<T> kind, Func<T> make) where T : ServiceToken
        {
            Opens(s_during, s_before).ShouldBeTrue();
            Opens(s_after, s_before).ShouldBeFalse();
            Opens(s_during, s_stranger).ShouldBeFalse();
            Opens(s_after, s_during).ShouldBeTrue();

            bool Opens(RootKey at, RootKey of) => new ServiceTokens(at, new(0), clock).Open(home, kind, new ServiceTokens(of, new(0), clock).Issue(kind, make())).IsGood;
        }
    }

    private static App NewApp() => new("home", new RelyingParty(new() { Id = "localhost", Origins = [TestServer.Origin] }), AppSettings.Default);

    private sealed record Begun(Answer SignIn, string RefreshToken, string RegisterToken, Answer ServiceSignIn, SoftCredential Known, string VerifyToken);

    private static async Task<Begun> BeginAsync(TestServer server, Site site, SoftCredential known, string name)
    {
        var (_, registered) = await new Browser(server).RegisterAsync("eve" + name);
        var (_, verify) = await site.RegisterAsync("v-" + name);
        return new(await new Browser(server).BeginAuthenticationAsync(), registered["session"]["refreshToken"]!.GetValue<string>(), await site.RegisterTokenAsync("u-" + name), await site.BeginSignInAsync(), known, verify);
    }

    private static async Task<Answer[]> FinishAsync(TestServer server, Site site, Begun begun, SoftCredential passkey)
    {
        var signedIn = await new Browser(server).CompleteAuthenticationAsync(begun.SignIn, Browser.Sign(begun.SignIn, passkey));
        return
        [
            signedIn, await RefreshAsync(server, begun.RefreshToken), await site.BeginRegistrationAsync(begun.RegisterToken),
            await site.CompleteSignInAsync(begun.ServiceSignIn, Site.Sign(begun.ServiceSignIn, begun.Known)), await site.VerifyAsync(begun.VerifyToken),
        ];
    }

    private static Task<Answer> RefreshAsync(TestServer server, string token) => new Browser(server).PostAsync("/api/session/refresh", new JsonObject { ["refreshToken"] = token });
}
