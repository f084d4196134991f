using System.Collections.Concurrent;
using System.Net;

namespace Keystile.Crash.Tests;

/// <summary>Clients who sign up and sign in without pause and keep a book of all that was acknowledged to them.</summary>
internal sealed class Load
{
    private const int Clients = 8;

    private readonly ConcurrentDictionary<string, Person> _people = [];
    private readonly ConcurrentQueue<SignIn> _signIns = [];
    private readonly ConcurrentQueue<Reply> _refused = [];
    private Task[] _clients = [];
    private bool _over;
    private int _rounds, _unavailable;

    /// <summary>The negative control: clients who take a request for done when they send it.</summary>
    public bool Hasty { get; init; }

    /// <summary>A proxy stands before the servers, which says 502 for a server that died with the request.</summary>
    public bool ToleratesGateways { get; init; }

    /// <summary>Who signed up and heard so.</summary>
    public IEnumerable<Person> People => _people.Values;

    /// <summary>Who signed in and heard so.</summary>
    public IEnumerable<SignIn> SignIns => _signIns;

    public int Acknowledged => _people.Count + _signIns.Count;

    /// <summary>Sign-ins that a server refused to take again, because they were spent and for no other reason.</summary>
    public int ProvenSpent => _signIns.Count(signIn => signIn.IsProvenSpent);

    /// <summary>Answers that were neither success nor the server's word that it cannot now.</summary>
    public IReadOnlyCollection<Reply> Refused => _refused;

    /// <summary>Times that the server said it cannot now.</summary>
    public int Unavailable => Volatile.Read(ref _unavailable);

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
        return [.. lost, .. await FindUnspentAsync(_signIns)];
    }

    /// <summary>What it does not know of the sign-ins that no server was asked about yet. For runs that outlast the life of a challenge: when that is over, there is nothing to prove any more.</summary>
    public Task<IReadOnlyList<string>> FindRepeatedAsync() => FindUnspentAsync(_signIns.Where(signIn => !signIn.IsProvenSpent));

    private static async Task<IReadOnlyList<string>> FindUnspentAsync(IEnumerable<SignIn> signIns)
    {
        var unspent = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(signIns, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (signIn, _) =>
        {
            if (await signIn.FindUnspentAsync() is { } fault) unspent.Enqueue(fault);
        });
        return [.. unspent];
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
                if (await IsDoneAsync(reply, HttpStatusCode.OK)) _signIns.Enqueue(new(person, body!, TimeProvider.System.GetUtcNow()));
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
            Interlocked.Increment(ref _unavailable);
            await Task.Delay(20);
        }
        // A try that went unanswered may have been done: its name is taken then, and that is as it should be.
        else if (!Volatile.Read(ref _over) || (int)reply.Status >= 500) _refused.Enqueue(reply);
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
