using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;
using Keystile.WebAuthn;

namespace Keystile.Server.Tests;

public sealed class A_challenge_token_is_refused_when
{
    private readonly TestClock _clock = new();
    private readonly RootKey _root = new(RandomNumberGenerator.GetBytes(32));
    private readonly App _home = NewApp("home");
    private readonly ChallengeTokens _tokens;

    public A_challenge_token_is_refused_when() => _tokens = new(_root, new(0), _clock);

    [Fact]
    public void not_when_nothing_is_wrong_with_it() => Open(Issue()).IsGood.ShouldBeTrue();

    [Fact]
    public void not_when_its_account_has_as_many_passkeys_as_an_app_can_allow()
    {
        const int most = 1000;
        var row = new Storage.AppRow { Id = "shop", RpId = "localhost", Name = "Shop", Origins = ["https://shop.localhost"], CreatedAt = _clock.GetUtcNow() };
        AppRules.WhatIsWrong(row with { Settings = $$"""{"passkeysPerUser":{{most}}}""" }).ShouldBeNull();
        AppRules.WhatIsWrong(row with { Settings = $$"""{"passkeysPerUser":{{most + 1}}}""" }).ShouldNotBeNull();
        var passkeys = Enumerable.Range(0, most).Select(_ => CredentialId.TryCreate(RandomNumberGenerator.GetBytes(16))!).ToArray();
        Open(_tokens.Issue(Claims(_home) with { AllowList = Base64Text.Url(AllowList.Of(passkeys).ToArray()) })).IsGood.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"challenge+jwt"}""")]
    [InlineData("""{"alg":"None","typ":"challenge+jwt"}""")]
    [InlineData("""{"alg":"nOnE"}""")]
    [InlineData("""{"alg":"HS384","typ":"challenge+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"challenge+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"typ":"challenge+jwt","alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","typ":"challenge+jwt","kid":"../../../../dev/null"}""")]
    [InlineData("""{"alg":"HS256","typ":"challenge+jwt","kid":"' OR 1=1 --"}""")]
    [InlineData("""{"alg":"HS256","typ":"challenge+jwt","crit":["exp"]}""")]
    [InlineData("""{"alg":"HS256","typ":"challenge+jwt","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"alg":"HS256","typ":"challenge+jwt","jku":"https://evil.test/keys"}""")]
    [InlineData("""{"alg":"HS256","typ":"challenge+jwt","jwk":{"kty":"oct","k":""}}""")]
    [InlineData("{}")]
    [InlineData("")]
    public void N010_its_header_is_not_ours_letter_by_letter_even_where_the_tag_is_right(string header)
    {
        var signed = Base64Text.Url(Encoding.UTF8.GetBytes(header)) + "." + Issue().Split('.')[1];
        Refused(signed + "." + Base64Text.Url(HMACSHA256.HashData(Key("home"), Encoding.ASCII.GetBytes(signed))));
        Refused(signed + ".");
    }

    [Fact]
    public void N010_any_one_bit_of_it_is_flipped()
    {
        var token = Encoding.ASCII.GetBytes(Issue());
        for (var bit = 0; bit < token.Length * 8; bit++)
        {
            token[bit / 8] ^= (byte)(1 << (bit % 8));
            _tokens.Open(_home, CeremonyFlow.Authentication, token).Problem.ShouldBe(Problem.InvalidChallengeToken, $"bit {bit}");
            token[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void N010_it_is_cut_anywhere()
    {
        var token = Issue();
        for (var length = 0; length < token.Length; length++) Refused(token[..length]);
    }

    [Theory]
    [InlineData("{0}.{1}.{2}.")]
    [InlineData("{0}.{1}.{2}.{2}")]
    [InlineData(".{0}.{1}.{2}")]
    [InlineData("{0}..{1}.{2}")]
    [InlineData("{0}.{1}{2}")]
    [InlineData("{0}{1}{2}")]
    [InlineData("{0}.{1}.{2}=")]
    [InlineData("{0}.{1}.{2}%")]
    [InlineData("{0}.{1}.{2} ")]
    [InlineData("{0}.{1}.\n{2}")]
    [InlineData(" {0}.{1}.{2}")]
    [InlineData("Bearer {0}.{1}.{2}")]
    [InlineData("{0}.{1}. {2}")]
    [InlineData("{0}.{1}=.{2}")]
    [InlineData("...")]
    [InlineData("..")]
    public void N010_it_has_not_exactly_three_parts_of_base64url(string form)
    {
        var parts = Issue().Split('.');
        Refused(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, parts[0], parts[1], parts[2]));
    }

    [Fact]
    public void N010_another_root_key_signed_it() =>
        Refused(new ChallengeTokens(new(RandomNumberGenerator.GetBytes(32)), new(0), _clock).Issue(Claims(_home)));

    [Fact]
    public void it_was_issued_before_the_security_epoch_was_raised() =>
        new ChallengeTokens(_root, new(1), _clock).Open(_home, CeremonyFlow.Authentication, Encoding.UTF8.GetBytes(Issue())).Problem.ShouldBe(Problem.InvalidChallengeToken);

    [Fact]
    public void N149_another_app_issued_it_even_for_the_same_rp_id() => Refused(_tokens.Issue(Claims(NewApp("other"))));

    [Fact]
    public void N149_its_audience_is_another_app_though_our_key_signed_it()
    {
        var claims = JsonNode.Parse(Base64Text.FromUrl(Issue().Split('.')[1]))!;
        claims["aud"] = "other";
        Refused(Sign("home", claims.ToJsonString()));
    }

    [Fact]
    public void the_rp_id_is_no_longer_the_apps()
    {
        var claims = JsonNode.Parse(Base64Text.FromUrl(Issue().Split('.')[1]))!;
        claims["rp_id"] = "example.com";
        Refused(Sign("home", claims.ToJsonString()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"jti\":1}")]
    [InlineData("not json")]
    public void its_payload_is_not_what_we_write(string payload) => Refused(Sign("home", payload));

    [Fact]
    public void a_claim_is_doubled_or_unknown()
    {
        var payload = Encoding.UTF8.GetString(Base64Text.FromUrl(Issue().Split('.')[1]));
        Refused(Sign("home", payload[..^1] + ""","flow":"registration"}"""));
        Refused(Sign("home", payload[..^1] + ""","admin":true}"""));
    }

    [Fact]
    public void it_is_huge()
    {
        var payload = Encoding.UTF8.GetString(Base64Text.FromUrl(Issue().Split('.')[1]));
        Refused(Sign("home", payload.PadRight(ChallengeTokens.MaxLength)));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void N004_it_has_expired(int secondsPastExpiry, bool alive)
    {
        var claims = Claims(_home);
        var token = _tokens.Issue(claims);
        _clock.Advance(claims.Expiry.AddSeconds(secondsPastExpiry) - _clock.GetUtcNow());
        if (alive) Open(token).IsGood.ShouldBeTrue();
        else Open(token).Problem.ShouldBe(Problem.ChallengeExpired);
    }

    [Fact]
    public void it_comes_from_a_clock_more_than_half_a_minute_ahead()
    {
        var neighbour = new TestClock();
        neighbour.Advance(_clock.GetUtcNow() - neighbour.GetUtcNow() + TimeSpan.FromSeconds(29));
        Open(new ChallengeTokens(_root, new(0), neighbour).Issue(Claims(_home, neighbour))).IsGood.ShouldBeTrue();
        neighbour.Advance(TimeSpan.FromSeconds(3));
        Refused(new ChallengeTokens(_root, new(0), neighbour).Issue(Claims(_home, neighbour)));
    }

    [Fact]
    public void not_when_midnight_came_between_begin_and_complete()
    {
        var untilMidnight = TimeSpan.FromDays(1) - _clock.GetUtcNow().TimeOfDay;
        _clock.Advance(untilMidnight - TimeSpan.FromSeconds(10));
        var yesterday = Issue();
        _clock.Advance(TimeSpan.FromSeconds(20));
        Open(yesterday).IsGood.ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(-20));
        var behind = new TestClock();
        behind.Advance(_clock.GetUtcNow() - behind.GetUtcNow());
        _clock.Advance(TimeSpan.FromSeconds(25));
        var ahead = Issue();
        new ChallengeTokens(_root, new(0), behind).Open(_home, CeremonyFlow.Authentication, Encoding.ASCII.GetBytes(ahead)).IsGood.ShouldBeTrue();
    }

    [Fact]
    public void N009_never_because_a_challenge_came_twice_or_short()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 100_000; i++)
        {
            var challenge = Challenge.NewRandom();
            challenge.Length.ShouldBe(32);
            seen.Add(challenge.ToString()).ShouldBeTrue();
        }
    }

    private static App NewApp(string id) => new(id, new RelyingParty(new() { Id = "localhost", Origins = [TestServer.Origin] }), AppSettings.Default);

    private ChallengeToken Claims(App app, TestClock? clock = null) =>
        ChallengeToken.For(app, app.RelyingParty.BeginAuthentication(new() { Origin = TestServer.Origin }).Ceremony, (clock ?? _clock).GetUtcNow());

    private string Issue() => _tokens.Issue(Claims(_home));

    private Outcome<ChallengeToken> Open(string token) => _tokens.Open(_home, CeremonyFlow.Authentication, Encoding.UTF8.GetBytes(token));

    private void Refused(string token) => Open(token).Problem.ShouldBe(Problem.InvalidChallengeToken, token);

    private byte[] Key(string app) => _root.Derive($"challenge/{app}/{_clock.GetUtcNow().ToUnixTimeSeconds() / 86_400}/0");

    private string Sign(string app, string payload)
    {
        var signed = Issue().Split('.')[0] + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        return signed + "." + Base64Text.Url(HMACSHA256.HashData(Key(app), Encoding.ASCII.GetBytes(signed)));
    }
}
