using Keystile.Server.Apps;
using Keystile.Server.Passwordless;
using Keystile.Server.Protection;
using Keystile.Storage;

namespace Keystile.Server.External;

/// <summary>An attempt that came back from its provider, in the browser that began it.</summary>
internal sealed record ReturnedAttempt(App App, ExternalState State, SignInAttempt Attempt);

/// <summary>Begins attempts and knows them again. Between the two the server keeps nothing.</summary>
internal sealed class ExternalAttempts(Database database, AppDirectory apps, ServiceTokens tokens, ProviderSecrets secrets, BrowserSecret browser, ServerOptions options, TimeProvider time)
{
    /// <summary>Between the app and the token in <c>state</c>; neither has one.</summary>
    private const char Separator = '~';

    private const int MaxLength = 4096;

    public static IdentityProvider? Find(App app, string key) => app.Settings.IdentityProviders.FirstOrDefault(provider => provider.Key == key);

    public SignInAttempt Begin(HttpContext http, App app, IdentityProvider provider, string returnTo, string? pageChallenge)
    {
        var secret = browser.Ensure(http);
        var state = new ExternalState
        {
            App = app.Id,
            ExpiresAt = (time.GetUtcNow() + ExternalState.Lifetime).ToUnixTimeSeconds(),
            Provider = provider.Key,
            Browser = BrowserSecret.Name(secret),
            ReturnTo = returnTo,
            PageChallenge = pageChallenge,
        };
        return Attempt(app, provider, $"{app.Id}{Separator}{tokens.Issue(TokenKinds.External, state)}", secret, state.Id);
    }

    /// <summary>The attempt of a <c>state</c>, spent by this: whatever follows, nobody comes back with it again.</summary>
    public async Task<Outcome<ReturnedAttempt>> ReturnAsync(HttpContext http, string providerKey, string? text)
    {
        if (text is not { Length: <= MaxLength } || text.Split(Separator) is not [var appId, var token]) return Problem.ExternalStateInvalid;
        if (await database.ReadAsync(reading => AppStore.FindAsync(reading, appId)) is not { } row) return Problem.ExternalStateInvalid;
        var app = apps.From(row);
        var opened = tokens.Open(app, TokenKinds.External, token);
        if (!opened.IsGood || opened.Value.Provider != providerKey) return Problem.ExternalStateInvalid;
        var state = opened.Value;
        if (browser.Read(http.Request) is not { } secret || BrowserSecret.Name(secret) != state.Browser) return Problem.ExternalStateInvalid;
        if (row.LockedAt is not null) return Problem.AppLocked;
        if (Find(app, providerKey) is not { } provider || ReturnAddress.Of(app, state.ReturnTo) is null) return Problem.ExternalStateInvalid;
        if (!await database.WriteAsync(writing => ServiceTokens.TrySpendAsync(writing, state, SpentKind.External))) return Problem.ExternalStateInvalid;
        return new ReturnedAttempt(app, state, Attempt(app, provider, text, secret, state.Id));
    }

    private SignInAttempt Attempt(App app, IdentityProvider provider, string state, byte[] secret, Guid id) =>
        new(provider, secrets.Open(app, provider), $"{options.Origin}/api/external/{provider.Key}/callback", state, secret, id);
}
