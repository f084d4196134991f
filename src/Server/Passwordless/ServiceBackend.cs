using System.Globalization;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Protection;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Passwordless;

/// <summary>The calls of an app's backend: tokens for its users, and what a page's token proves.</summary>
internal sealed class ServiceBackend(AppDirectory apps, RateLimiter limiter, ServiceTokens tokens, AliasKeys keys, Database database, TimeProvider time)
{
    private static readonly TimeSpan RegisterLifetime = TimeSpan.FromSeconds(120);
    private const int OneWeek = 604_800;

    public async Task<Results<Ok<TokenAnswer>, Problem>> RegisterTokenAsync(HttpContext http)
    {
        var app = apps.Of(http);
        if (limiter.Take(RateLimit.RegisterTokenByApp, app.Id) is { } wait) return wait;
        var read = await ServiceBody.ReadAsync(http.Request, "userId", "username", "displayName", "attestation", "authenticatorType", "discoverable", "userVerification", "expiresAt", "aliases", "aliasHashing", "hints");
        if (!read.IsGood) return read.Problem;
        var body = read.Value;
        if (body.UserId("userId", out var user) is { } wrongUser) return wrongUser;
        if (body.Name("username", out var userName) is { } wrongName) return wrongName;
        if (body.Name("displayName", out var displayName) is { } wrongDisplayName) return wrongDisplayName;
        if (body.Word("attestation", "none", ["none", "indirect", "direct"], out var attestation) is { } wrongAttestation) return wrongAttestation;
        if (body.Word("authenticatorType", "any", ["any", "platform", "cross-platform"], out var attachment) is { } wrongAttachment) return wrongAttachment;
        if (body.Word("userVerification", "preferred", ServiceBody.UserVerifications, out var verification) is { } wrongVerification) return wrongVerification;
        if (body.Flag("discoverable", byDefault: true, out var discoverable) is { } wrongFlag) return wrongFlag;
        if (body.Hints("hints", out var hints) is { } wrongHints) return wrongHints;
        if (body.List("aliases", out var texts) is { } wrongAliases) return wrongAliases;
        if (body.Flag("aliasHashing", byDefault: true, out var hashing) is { } wrongHashing) return wrongHashing;
        if (body.Text("expiresAt", out var expiresAt) is { } wrongExpiry) return wrongExpiry;
        if (user is null) return JsonMembers.WrongType("userId", "there");
        if (userName.Length == 0) return JsonMembers.WrongType("username", "there");
        var aliases = keys.Read(app, "aliases", texts, hashing);
        if (!aliases.IsGood) return aliases.Problem;
        if (await AreTakenAsync(app, user, aliases.Value)) return Problem.AliasConflict;
        var now = time.GetUtcNow();
        var expiry = now + RegisterLifetime;
        if (expiresAt is not null && (!DateTimeOffset.TryParse(expiresAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out expiry) || expiry <= now || expiry > now.AddSeconds(OneWeek)))
        {
            return JsonMembers.WrongType("expiresAt", "a time within the next seven days");
        }
        return Token(TokenKinds.Register, new RegisterToken
        {
            App = app.Id,
            MadeBy = BackendActs.KeyOf(http),
            ExpiresAt = expiry.ToUnixTimeSeconds(),
            User = user,
            UserName = userName,
            DisplayName = displayName.Length == 0 ? userName : displayName,
            UserVerification = Enum.Parse<UserVerification>(verification, ignoreCase: true),
            Attestation = Enum.Parse<AttestationConveyance>(attestation, ignoreCase: true),
            Discoverable = discoverable,
            Attachment = attachment == "any" ? null : attachment,
            Hints = hints,
            Aliases = aliases.Value.Length == 0 ? null : [.. aliases.Value.Select(TokenAlias.Of)],
        });
    }

    /// <summary>So that the backend hears of it early; the registration itself decides.</summary>
    private async ValueTask<bool> AreTakenAsync(App app, UserHandle user, AliasRow[] aliases) => aliases.Length > 0 && await database.ReadAsync(async reading =>
    {
        foreach (var alias in aliases)
        {
            if (await AliasStore.FindUserAsync(reading, app.Id, alias.Keys) is { } owner && !owner.Handle.Equals(user)) return true;
        }
        return false;
    });

    public async Task<Results<Ok<TokenAnswer>, Problem>> SignInTokenAsync(HttpContext http)
    {
        var body = await ServiceBody.ReadAsync(http.Request, "userId");
        if (!body.IsGood) return body.Problem;
        if (body.Value.UserId("userId", out var user) is { } wrong) return wrong;
        if (user is null) return JsonMembers.WrongType("userId", "there");
        return Token(TokenKinds.SignIn, new SignInToken { App = apps.Of(http).Id, ExpiresAt = (time.GetUtcNow() + RegisterLifetime).ToUnixTimeSeconds(), User = user });
    }

    public async Task<Results<Ok<TokenAnswer>, Problem>> GenerateTokenAsync(HttpContext http)
    {
        var app = apps.Of(http);
        if (!app.Settings.GeneratedTokens) return Problem.GeneratedTokensOff;
        var body = await ServiceBody.ReadAsync(http.Request, "userId", "timeToLive", "purpose");
        if (!body.IsGood) return body.Problem;
        if (body.Value.UserId("userId", out var user) is { } wrong) return wrong;
        if (body.Value.Text("purpose", out var named) is { } wrongPurpose) return wrongPurpose;
        if (Purpose.Find(app, named) is not { } purpose) return Problem.UnknownPurpose;
        if (body.Value.Seconds("timeToLive", purpose.Seconds, OneWeek, out var lifetime) is { } wrongLifetime) return wrongLifetime;
        if (user is null) return JsonMembers.WrongType("userId", "there");
        var now = time.GetUtcNow();
        // A way in without a passkey: there is no token without its record.
        await database.WriteAsync(async writing =>
        {
            var known = await UserStore.FindByHandleAsync(writing, app.Id, user);
            await EventStore.AddAsync(writing, BackendActs.Act(EventKind.TokenGenerated, http, app, now) with { UserId = known?.Id, Detail = purpose.Name });
        });
        return Token(TokenKinds.Verify, new VerifyToken
        {
            App = app.Id,
            MadeBy = BackendActs.KeyOf(http),
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = (now + lifetime).ToUnixTimeSeconds(),
            User = user,
            Type = "generated_signin",
            RpId = app.RpId,
            Purpose = purpose.Name,
        });
    }

    public async Task<Results<Verified, Problem>> VerifyAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var body = await ServiceBody.ReadAsync(http.Request, "token");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("token", out var text) is { } wrong) return wrong;
        var opened = tokens.Open(app, TokenKinds.Verify, text);
        if (!opened.IsGood) return opened.Problem;
        var token = opened.Value;
        if (token.Credential is not { } passkey) return await RedeemAsync(http, app, token) ? new Verified(token) : Problem.InvalidToken;
        if (!app.Settings.RepeatedVerify && await database.TryWriteAsync([ServiceTokens.ToSpend(token, SpentKind.Verify)]) is not null) return Problem.InvalidToken;
        return await database.LookUpAsync(reading => StillHoldsAsync(reading, app, token, passkey)) ? new Verified(token) : Problem.InvalidToken;
    }

    /// <summary>What a passkey did is recorded already; a token without one is a sign-in here and now, with its event in the series that spends it.</summary>
    private async Task<bool> RedeemAsync(HttpContext http, App app, VerifyToken token)
    {
        var (isMeant, known) = await database.LookUpAsync(async reading => (
            token.MadeBy == BackendActs.KeyOf(http) || await ServiceTokens.IsStillMeantAsync(reading, token), await UserStore.FindByHandleAsync(reading, app.Id, token.User)));
        if (!isMeant) return false;
        var act = BackendActs.Act(EventKind.TokenVerified, http, app, time.GetUtcNow()) with { UserId = known?.Id, Detail = token.Type };
        Step[] once = app.Settings.RepeatedVerify ? [] : [ServiceTokens.ToSpend(token, SpentKind.Verify)];
        return await database.TryWriteAsync([.. once, EventStore.ToAddUnlessLocked(act)]) is null;
    }

    /// <summary>What was true when the token was made must still be: a passkey deleted since then, or a user locked, proves nothing.</summary>
    private static async ValueTask<bool> StillHoldsAsync(Transaction reading, App app, VerifyToken token, CredentialId passkey) =>
        await CredentialStore.FindAsync(reading, app.Id, token.RpId, passkey) is { Credential.DisabledAt: null, Owner.LockedAt: null } found && found.Owner.Handle.Equals(token.User);

    private Ok<TokenAnswer> Token<T>(TokenKind<T> kind, T token) where T : ServiceToken => TypedResults.Ok(new TokenAnswer(tokens.Issue(kind, token)));
}
