namespace Keystile.Storage;

/// <summary>Threads for connections whose server may have gone silent. Npgsql asks such a server to cancel and blocks a thread of the pool until that, too, is given up:
/// on a small machine the whole program would stand still with its database. So there are as many spare ones, for as long as a unit takes suspiciously long.</summary>
internal sealed class SpareThreads : IDisposable
{
    // Well before the shortest time limit of a connection is over.
    private static readonly TimeSpan s_suspicious = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(500);
    private static readonly (int Workers, int Ports) s_usual = Usual();

    private readonly IReadOnlyList<PostgresConnections> _all;
    private readonly ITimer _timer;
    private bool _areThere;

    public SpareThreads(IReadOnlyList<PostgresConnections> all)
    {
        _all = all;
        _timer = TimeProvider.System.CreateTimer(static threads => ((SpareThreads)threads!).Look(), this, s_round, s_round);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Set(false);
    }

    private void Look() => Set(_all.Any(connections => connections.AnyIsLentFor(s_suspicious)));

    private void Set(bool are)
    {
        if (are == _areThere) return;
        _areThere = are;
        ThreadPool.SetMinThreads(s_usual.Workers + (are ? PostgresDialect.MostConnections : 0), s_usual.Ports);
    }

    private static (int Workers, int Ports) Usual()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        return (workers, ports);
    }
}
