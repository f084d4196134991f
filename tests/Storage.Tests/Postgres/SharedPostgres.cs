using Keystile.Storage.Tests;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace Keystile.Storage.Tests;

/// <summary>The one server that the tests share, each in a database of its own: started by the first that asks, stopped after the last.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> s_server = new(PostgresServer.StartAsync);

    public static Task<PostgresServer> Server => s_server.Value;

    public async ValueTask DisposeAsync()
    {
        if (s_server.IsValueCreated) await (await s_server.Value).DisposeAsync();
    }
}
