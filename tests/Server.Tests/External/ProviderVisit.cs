using System.Net;

namespace Keystile.Server.Tests;

/// <summary>A browser on its way through a provider. It keeps two cookies: that of its session, and that of the attempts under way.</summary>
internal sealed class ProviderVisit(TestServer server)
{
    private readonly Dictionary<string, string> _cookies = [];

    public string? Session => _cookies.GetValueOrDefault("keystile");

    /// <summary>The same person, calling the API.</summary>
    public Browser Browser => new(server) { Cookie = Session is null ? null : "keystile=" + Session };

    /// <summary>Takes over the cookies of a browser that somebody else used.</summary>
    public ProviderVisit Clone()
    {
        var clone = new ProviderVisit(server);
        foreach (var (name, value) in _cookies) clone._cookies[name] = value;
        return clone;
    }

    /// <summary>Navigates, without following; keeps the cookies.</summary>
    public async Task<Answer> GoAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url.Replace(TestServer.Origin, "", StringComparison.Ordinal));
        if (_cookies.Count > 0) request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var answer = await Answer.ReadAsync(await server.Http.SendAsync(request));
        if (answer.Message.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2))) _cookies[cookie[0]] = cookie[1];
        }
        return answer;
    }

    /// <summary>Begins, and tells where the provider is.</summary>
    public async Task<string> StartAsync(string query = "", string provider = "google")
    {
        var answer = await GoAsync($"/api/external/{provider}/start{query}");
        answer.Status.ShouldBe(HttpStatusCode.Redirect, answer.Text);
        return answer.Header("Location")!;
    }

    /// <summary>The whole way; where it ends.</summary>
    public async Task<string> SignInAsync(string email, string query = "")
    {
        var back = await GoAsync(await Google.SignInAsync(await StartAsync(query), email));
        back.Status.ShouldBe(HttpStatusCode.Redirect, back.Text);
        return back.Header("Location")!;
    }
}
