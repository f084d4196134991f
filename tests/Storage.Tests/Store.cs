using Keystile.WebAuthn;

namespace Keystile.Storage.Tests;

/// <summary>A fresh database, SQLite's in a file in a folder of its own unless the test is <see cref="IOnPostgres"/>, with one app and what a test needs to fill it.</summary>
public abstract class Store : IAsyncLifetime
{
    protected const string App = "home";

    protected static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("keystile-").FullName;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected string File => Path.Combine(_folder, "deep", "er", "keystile.db");

    protected Database Database { get; private set; } = null!;

    protected string Url { get; private set; } = "";

    public virtual async ValueTask InitializeAsync()
    {
        Url = this is IOnPostgres ? await (await SharedPostgres.Server).NewDatabaseAsync() : $"sqlite:{File}";
        await OpenAsync();
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp(App)), Stop);
    }

    protected async Task OpenAsync() => Database = await Database.OpenAsync(Url, TimeProvider.System, Stop);

    protected static AppRow NewApp(string id) =>
        new() { Id = id, RpId = "localhost", Name = id, Origins = ["http://localhost:5170"], CreatedAt = Now };

    protected static UserRow NewUser(string? username = null, string app = App) => new()
    {
        Id = Guid.CreateVersion7(Now),
        AppId = app,
        Handle = UserHandle.NewRandom(),
        Username = Username.TryCreate(username),
        DisplayName = username ?? "Somebody",
        CreatedAt = Now,
    };

    protected async Task<UserRow> AddUserAsync(string? username = null, string app = App)
    {
        var user = NewUser(username, app);
        (await Database.WriteAsync(tx => UserStore.TryAddAsync(tx, user), Stop)).ShouldBe(UserOutcome.Done);
        return user;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
