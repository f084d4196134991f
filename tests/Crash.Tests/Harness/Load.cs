using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

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
    private int _rounds, _unavailable, _settled;

    /// <summary>The negative control: clients who take a request for done when they send it.</summary>
    public bool Hasty { get; init; }

    /// <summary>Clients who, where the server says that it cannot now, send the same again until it says what became of it.</summary>
    public bool Insists { get; init; }

    /// <summary>A proxy stands before the servers, which says 502 for a server that died with the request.</summary>
    public bool ToleratesGateways { get; init; }

    /// <summary>Who signed up and heard so, or was told when asking again.</summary>
    public IEnumerable<Person> People => _people.Values;

    /// <summary>Who signed in and heard so, or was told when asking again.</summary>
    public IEnumerable<SignIn> SignIns => _signIns;

    public int Acknowledged => _people.Count + _signIns.Count;

    /// <summary>Sign-ins that a server refused to take again, because they were spent and for no other reason.</summary>
    public int ProvenSpent => _signIns.Count(signIn => signIn.IsProvenSpent);

    /// <summary>Answers that were neither success nor the server's word that it cannot now.</summary>
    public IReadOnlyCollection<Reply> Refused => _refused;

    /// <summary>Times that the server said it cannot now.</summary>
    public int Unavailable => Volatile.Read(ref _unavailable);

    /// <summary>Acts that the server could not vouch for, and said to be done already when they were sent again.</summary>
    public int Settled => Volatile.Read(ref _settled);

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

    /// <summary>The negative control of a run that lost nothing and repeated nothing: of one passkey and all spent tokens, taken out of the database behind the server's back, the same book must tell, and of nothing else.</summary>
    /// <param name="execute">Runs a statement in the database.</param>
    public async Task ShouldMissWhatIsTakenAwayAsync(Func<string, Task<object?>> execute)
    {
        var spent = _signIns.MaxBy(signIn => signIn.AcknowledgedAt)!.Username;
        var gone = _people.Keys.First(name => name != spent);
        await execute($"DELETE FROM webauthn_credentials WHERE user_id = (SELECT id FROM users WHERE username = '{gone}')");
        await execute("DELETE FROM spent");
        var missed = await FindLostAsync();
        missed.Where(line => line.StartsWith("the passkey", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldStartWith($"the passkey of {gone}:");
        missed.ShouldContain($"that a sign-in of {spent} was spent");
    }

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
                if (!await IsDoneAsync(person.SignUpAsync, HttpStatusCode.Created, "username_taken")) continue;
                _people[person.Username] = person;
                JsonObject? body = null;
                if (await IsDoneAsync(SignInAsync, HttpStatusCode.OK, "challenge_used")) _signIns.Enqueue(new(person, body!, TimeProvider.System.GetUtcNow()));

                async Task<Reply> SignInAsync()
                {
                    if (body is not null) return await person.SendAgainAsync(body);
                    (var reply, body) = await person.SignInAsync();
                    return reply;
                }
            }
            catch (Exception unanswered) when (unanswered is HttpRequestException or IOException)
            {
                if (await IsGoneAsync(http)) return;
            }
        }
    }

    /// <summary>Sends it, and tells whether it is done.</summary>
    /// <param name="send">Sends it, or sends it again.</param>
    /// <param name="wanted">The server's word that it did it.</param>
    /// <param name="already">Its word that this was done before, which only who was told "not now" may hear.</param>
    private async Task<bool> IsDoneAsync(Func<Task<Reply>> send, HttpStatusCode wanted, string already)
    {
        for (var again = false; ; again = true)
        {
            var reply = await send();
            if (reply.Status == wanted) return true;
            if (reply is { Status: HttpStatusCode.ServiceUnavailable, SaysWhenToComeBack: true } || (ToleratesGateways && reply.Status == HttpStatusCode.BadGateway))
            {
                Interlocked.Increment(ref _unavailable);
                await Task.Delay(20);
                if (Insists) continue;
            }
            else if (again && reply.Code == already)
            {
                Interlocked.Increment(ref _settled);
                return true;
            }
            // A try that went unanswered may have been done: its name is taken then, and that is as it should be.
            else if (!Volatile.Read(ref _over) || (int)reply.Status >= 500) _refused.Enqueue(reply);
            return false;
        }
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
