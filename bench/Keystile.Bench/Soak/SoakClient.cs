using System.Net;
using Keystile.Authenticator;

namespace Keystile.Bench;

/// <summary>Some people who sign up, sign in, look at their session and get things wrong, one after the other and without end.</summary>
internal sealed class SoakClient(Uri server, int number) : IDisposable
{
    private const int Most = 50, Households = 4096;

    private readonly Page _page = new(server);
    private readonly Queue<(string Name, SoftwareAuthenticator Authenticator)> _people = [];
    private string? _cookie, _last;
    private int _acts, _signedUp;

    public long SignIns { get; private set; }

    public long Registrations { get; private set; }

    public long Reads { get; private set; }

    public long Refusals { get; private set; }

    public long Limited { get; private set; }

    /// <summary>The first answer that was not as it must be.</summary>
    public string? Surprise { get; private set; }

    public async Task WorkAsync(Func<bool> isOver)
    {
        while (!isOver() && Surprise is null)
        {
            try
            {
                await ActAsync(_acts++ % 20);
            }
            catch (HttpRequestException limited) when (limited.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Limited++;
            }
        }
    }

    /// <summary>Of twenty acts one signs up, ten sign in, five read a session, two only begin, one answers wrongly and one answers again.</summary>
    private Task ActAsync(int act) => act switch
    {
        _ when _people.Count == 0 => SignUpAsync(),
        0 => SignUpAsync(),
        <= 10 => SignInAsync(named: act <= 2),
        <= 15 => ReadAsync(),
        <= 17 => _page.PostAsync("/api/webauthn/authenticate/begin", act == 16 ? "{}" : Page.Named($"nobody-{number}-{_acts}"), From()),
        18 => RefuseAsync(spoil: true),
        _ => RefuseAsync(spoil: false),
    };

    private async Task SignUpAsync()
    {
        var person = (Name: $"soak-{number}-{_signedUp++}", Authenticator: new SoftwareAuthenticator());
        using var answer = await _page.SendAsync(Page.CompleteRegistration, await _page.RegisterAsync(person.Name, person.Authenticator, From()), From());
        if (!await IsAsync(answer, HttpStatusCode.Created)) return;
        Registrations++;
        _people.Enqueue(person);
        if (_people.Count > Most) _people.Dequeue();
    }

    private async Task SignInAsync(bool named)
    {
        var person = Next();
        var body = await _page.SignInAsync(named ? person.Name : null, person.Authenticator, from: From());
        using var answer = await _page.SendAsync(Page.CompleteSignIn, body, From());
        if (!await IsAsync(answer, HttpStatusCode.OK)) return;
        SignIns++;
        _last = body;
        _cookie = answer.Headers.GetValues("Set-Cookie").First().Split(';')[0];
    }

    private async Task ReadAsync()
    {
        using var answer = await _page.SendAsync("/api/session", null, cookie: _cookie);
        if (await IsAsync(answer, _cookie is null ? HttpStatusCode.Unauthorized : HttpStatusCode.OK)) Reads++;
    }

    private async Task RefuseAsync(bool spoil)
    {
        var body = spoil ? await _page.SignInAsync(null, Next().Authenticator, scenario => scenario.SignatureSent = good => [.. good[..^1], (byte)(good[^1] ^ 1)], From()) : _last ?? "{}";
        using var answer = await _page.SendAsync(Page.CompleteSignIn, body, From());
        if (await IsAsync(answer, HttpStatusCode.BadRequest)) Refusals++;
    }

    private (string Name, SoftwareAuthenticator Authenticator) Next()
    {
        var person = _people.Dequeue();
        _people.Enqueue(person);
        return person;
    }

    private string From() => $"10.{number}.{_acts % Households / 256}.{_acts % 256}";

    private async Task<bool> IsAsync(HttpResponseMessage answer, HttpStatusCode wanted)
    {
        if (answer.StatusCode == wanted) return true;
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) Limited++;
        else Surprise ??= $"{answer.RequestMessage!.RequestUri!.AbsolutePath} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
        return false;
    }

    public void Dispose() => _page.Dispose();
}
