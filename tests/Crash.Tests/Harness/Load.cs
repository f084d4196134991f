using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Crash.Tests;

/// <summary>Clients who sign up and sign in without pause and keep a book of all that was acknowledged to them.</summary>
internal sealed class Load
{
    private const int Clients = 8;

    private readonly ConcurrentDictionary<string, Person> _people = [];
    private readonly ConcurrentQueue<(Person Person, JsonObject Body)> _signIns = [];
    private readonly ConcurrentQueue<Reply> _refused = [];
    private Task[] _clients = [];
    private bool _over;
    private int _rounds;

    /// <summary>The negative control: clients who take a request for done when they send it.</summary>
    public bool Hasty { get; init; }

    /// <summary>A proxy stands before the servers, which says 502 for a server that died with the request.</summary>
    public bool ToleratesGateways { get; init; }

    /// <summary>Who signed up and heard so.</summary>
    public IEnumerable<Person> People => _people.Values;

    public int Acknowledged => _people.Count + _signIns.Count;

    /// <summary>Answers that were neither success nor the server's word that it cannot now.</summary>
    public IReadOnlyCollection<Reply> Refused => _refused;

    /// <summary>Times that the server said it cannot now.</summary>
    public int Unavailable { get; private set; }

    /// <summary>Sends clients to the program; where it dies, they stop by themselves, and where it only says 503, they go on.</summary>
    public void Start(HttpClient http, string origin)
    {
        var round = Interlocked.Increment(ref _rounds);
        Volatile.Write(ref _over, false);
        _clients = [.. Enumerable.Range(0, Clients).Select(client => Task.Run(() => WorkAsync(http, origin, $"r{round}c{client}")))];
    }

    /// <summary>Waits until so many more acts were acknowledged.</summary>
    public async Task GrowAsync(int by)
    {
        for (var goal = Acknowledged + by; Acknowledged < goal; await Task.Delay(5))
            if (_clients.FirstOrDefault(client => client.IsFaulted) is { } faulted) await faulted;
    }

    public async Task StopAsync()
    {
        Volatile.Write(ref _over, true);
        await Task.WhenAll(_clients);
    }

    /// <summary>What a server that was started anew does not know any more of all that was acknowledged.</summary>
    public async Task<IReadOnlyList<string>> FindLostAsync()
    {
        var lost = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(_people.Values, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (person, _) =>
        {
            var (reply, body) = await person.SignInAsync();
            if (body is null || reply.Status != HttpStatusCode.OK) lost.Enqueue($"the passkey of {person.Username}: {reply.Text}");
        });
        await Parallel.ForEachAsync(_signIns, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (signIn, _) =>
        {
            var reply = await signIn.Person.SendAgainAsync(signIn.Body);
            if (reply.Status == HttpStatusCode.OK) lost.Enqueue($"that a sign-in of {signIn.Person.Username} was spent");
        });
        return [.. lost];
    }

    private async Task WorkAsync(HttpClient http, string origin, string prefix)
    {
        for (var i = 0; !Volatile.Read(ref _over); i++)
        {
            try
            {
                var person = new Person(http, origin, $"{prefix}n{i}");
                if (Hasty) _people[person.Username] = person;
                if (!await IsDoneAsync(await person.SignUpAsync(), HttpStatusCode.Created)) continue;
                _people[person.Username] = person;
                var (reply, body) = await person.SignInAsync();
                if (await IsDoneAsync(reply, HttpStatusCode.OK)) _signIns.Enqueue((person, body!));
            }
            catch (Exception unanswered) when (unanswered is HttpRequestException or IOException)
            {
                if (await IsGoneAsync(http)) return;
            }
        }
    }

    private async Task<bool> IsDoneAsync(Reply reply, HttpStatusCode wanted)
    {
        if (reply.Status == wanted) return true;
        if (reply is { Status: HttpStatusCode.ServiceUnavailable, SaysWhenToComeBack: true } || (ToleratesGateways && reply.Status == HttpStatusCode.BadGateway))
        {
            Unavailable++;
            await Task.Delay(20);
        }
        // A try that went unanswered may have been done: its name is taken then, and that is as it should be.
        else if (!Volatile.Read(ref _over)) _refused.Enqueue(reply);
        return false;
    }

    private static async Task<bool> IsGoneAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health/live");
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
