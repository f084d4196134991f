using System.Globalization;
using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Passwordless;

/// <summary>The calls of an app's backend: tokens for its users, and what a page's token proves.</summary>
internal sealed class ServiceBackend(AppDirectory apps, ServiceTokens tokens, Database database, TimeProvider time)
{
    private static readonly TimeSpan RegisterLifetime = TimeSpan.FromSeconds(120);
    private const int OneWeek = 604_800;

    public async Task<Results<Ok<TokenAnswer>, Problem>> RegisterTokenAsync(HttpContext http)
    {
        var read = await ServiceBody.ReadAsync(http.Request, "userId", "username", "displayName", "attestation", "authenticatorType", "discoverable", "userVerification", "expiresAt", "aliases", "hints");
        if (!read.IsGood) return read.Problem;
        var body = read.Value;
        if (body.UserId("userId", out var user) is { } wrongUser) return wrongUser;
        if (body.Text("username", out var userName) is { } wrongName) return wrongName;
        if (body.Text("displayName", out var displayName) is { } wrongDisplayName) return wrongDisplayName;
        if (body.Word("attestation", "none", ["none", "indirect", "direct"], out var attestation) is { } wrongAttestation) return wrongAttestation;
        if (body.Word("authenticatorType", "any", ["any", "platform", "cross-platform"], out var attachment) is { } wrongAttachment) return wrongAttachment;
        if (body.Word("userVerification", "preferred", ["preferred", "required", "discouraged"], out var verification) is { } wrongVerification) return wrongVerification;
        if (body.Flag("discoverable", byDefault: true, out var discoverable) is { } wrongFlag) return wrongFlag;
        if (body.List("hints", out var hints) is { } wrongHints) return wrongHints;
        if (body.List("aliases", out var aliases) is { } wrongAliases) return wrongAliases;
        if (body.Text("expiresAt", out var expiresAt) is { } wrongExpiry) return wrongExpiry;
        if (user is null) return JsonMembers.WrongType("userId", "there");
        if (string.IsNullOrEmpty(userName)) return JsonMembers.WrongType("username", "there");
        if (aliases.Count > 0) return JsonMembers.WrongType("aliases", "empty: this server keeps none yet");
        var now = time.GetUtcNow();
        var expiry = now + RegisterLifetime;
        if (expiresAt is not null && (!DateTimeOffset.TryParse(expiresAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out expiry) || expiry <= now || expiry > now.AddSeconds(OneWeek)))
        {
            return JsonMembers.WrongType("expiresAt", "a time within the next seven days");
        }
        return Token(TokenKinds.Register, new RegisterToken
        {
            App = apps.Of(http).Id,
            ExpiresAt = expiry.ToUnixTimeSeconds(),
            User = user,
            UserName = userName,
            DisplayName = string.IsNullOrEmpty(displayName) ? userName : displayName,
            UserVerification = Enum.Parse<UserVerification>(verification, ignoreCase: true),
            Attestation = Enum.Parse<AttestationConveyance>(attestation, ignoreCase: true),
            Discoverable = discoverable,
            Attachment = attachment == "any" ? null : attachment,
            Hints = hints,
        });
    }

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
        if (body.Value.Seconds("timeToLive", (int)VerifyToken.Lifetime.TotalSeconds, OneWeek, out var lifetime) is { } wrongLifetime) return wrongLifetime;
        if (body.Value.Text("purpose", out var purpose) is { } wrongPurpose) return wrongPurpose;
        if (user is null) return JsonMembers.WrongType("userId", "there");
        if (!Purposes.IsKnown(purpose)) return Problem.UnknownPurpose;
        var now = time.GetUtcNow();
        return Token(TokenKinds.Verify, new VerifyToken
        {
            App = app.Id,
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = (now + lifetime).ToUnixTimeSeconds(),
            User = user,
            Type = "generated_signin",
            RpId = app.RpId,
            Purpose = purpose,
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
        // What was true when the token was made must still be: a passkey deleted since then, or an account locked, proves nothing.
        var good = await database.WriteAsync(async writing =>
            (app.Settings.RepeatedVerify || await ServiceTokens.TrySpendAsync(writing, token.Id, SpentKind.Verify, token.Expiry))
            && (token.Credential is null || await CredentialStore.FindAsync(writing, app.Id, token.RpId, token.Credential) is { Credential.DisabledAt: null, Owner.LockedAt: null }));
        return good ? new Verified(token) : Problem.InvalidToken;
    }

    private Ok<TokenAnswer> Token<T>(TokenKind<T> kind, T token) where T : ServiceToken => TypedResults.Ok(new TokenAnswer(tokens.Issue(kind, token)));
}

/// <summary>What a sign-in can be for.</summary>
internal static class Purposes
{
    public const string SignIn = "sign-in";
    public const string StepUp = "step-up";

    /// <summary>An unknown purpose is refused: taken for a sign-in, it would ask for less than the backend meant.</summary>
    public static bool IsKnown(string? purpose) => purpose is null or SignIn or StepUp;
}
