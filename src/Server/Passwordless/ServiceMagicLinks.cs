using System.Net;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Mail;
using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Passwordless;

/// <summary>Links that a backend has mailed to its users: each carries a verify token in the backend's own address.</summary>
internal sealed class ServiceMagicLinks(AppDirectory apps, ServiceTokens tokens, RateLimiter limiter, Mailer mailer, Database database, TimeProvider time)
{
    private const string Placeholder = "$TOKEN";
    private const int OneHour = 3600;
    private const int OneWeek = 604_800;

    public async Task<Results<NoContent, Problem>> SendAsync(HttpContext http)
    {
        var app = apps.Of(http);
        if (!mailer.IsOn) return Problem.MailNotSet;
        if (!app.Settings.MagicLinks) return Problem.MagicLinksOff;
        if (limiter.Take(RateLimit.MagicLinkByApp, app.Id) is { } wait) return wait;
        var read = await ServiceBody.ReadAsync(http.Request, "emailAddress", "urlTemplate", "userId", "timeToLive");
        if (!read.IsGood) return read.Problem;
        var body = read.Value;
        if (body.Text("emailAddress", out var address) is { } wrongAddress) return wrongAddress;
        if (body.Text("urlTemplate", out var template) is { } wrongTemplate) return wrongTemplate;
        if (body.UserId("userId", out var user) is { } wrongUser) return wrongUser;
        if (body.Seconds("timeToLive", OneHour, OneWeek, out var lifetime) is { } wrongLifetime) return wrongLifetime;
        if (EmailAddress.TryCreate(address) is not { } email || !Letter.CanReach(email.Text)) return Problem.InvalidEmail;
        if (!IsTemplate(template)) return JsonMembers.WrongType("urlTemplate", "an https address that holds $TOKEN");
        if (user is null) return JsonMembers.WrongType("userId", "there");
        if (limiter.Take(RateLimit.MagicLinkByAddress, $"{app.Id}\n{email.Key}") is { } waitForAddress) return waitForAddress;

        var now = time.GetUtcNow();
        var token = tokens.Issue(TokenKinds.Verify, new VerifyToken
        {
            App = app.Id,
            MadeBy = BackendActs.KeyOf(http),
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = (now + lifetime).ToUnixTimeSeconds(),
            User = user,
            Type = "magic_link",
            RpId = app.RpId,
        });
        var letter = LetterWriter.Write(MailKind.MagicLink, MailLanguage.Of(http.Request), email.Text, new()
        {
            App = app.RelyingParty.Options.Name,
            Link = new(template!.Replace(Placeholder, token, StringComparison.Ordinal)),
            Lifetime = lifetime,
        });
        var posted = await database.WriteAsync(async writing =>
        {
            var known = await UserStore.FindByHandleAsync(writing, app.Id, user);
            await EventStore.AddAsync(writing, BackendActs.Act(EventKind.MagicLinkSent, http, app, now) with { UserId = known?.Id });
            if (await mailer.TryPostAsync(writing, app, letter, lifetime)) return true;
            writing.RollBack();
            return false;
        });
        if (!posted) return Problem.MailUnavailable;
        mailer.Hurry();
        return TypedResults.NoContent();
    }

    /// <summary>Encrypted on its way, but for a machine's own pages; and with a place for the token, so that no mail goes out that leads nowhere.</summary>
    private static bool IsTemplate(string? template) =>
        template is { Length: <= 2000 } && template.Contains(Placeholder, StringComparison.Ordinal)
        && Uri.TryCreate(template.Replace(Placeholder, "token", StringComparison.Ordinal), UriKind.Absolute, out var url) && url.UserInfo.Length == 0
        && template.StartsWith(url.Scheme + "://", StringComparison.OrdinalIgnoreCase)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsLoopback(url)))
        && !template.Split('/', 4)[2].Contains(Placeholder, StringComparison.Ordinal);

    private static bool IsLoopback(Uri url) =>
        url.Host == "localhost" || url.Host.EndsWith(".localhost", StringComparison.Ordinal) || (IPAddress.TryParse(url.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));
}
