namespace Keystile.Storage.Tests;

/// <summary>Without knowing how many rows there are, PostgreSQL finds an account by walking through all of its app.</summary>
public sealed class A_young_database : Store, IOnPostgres
{
    private const string Rows = $"{Scope.NoApp} SELECT reltuples::bigint FROM pg_class WHERE relname = 'users' AND relnamespace = current_schema()::regnamespace";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Database.WriteAsync(tx => tx.ExecuteAsync($"{Scope.NoApp} ALTER TABLE users SET (autovacuum_enabled = off)"), Stop);
    }

    [Fact]
    public async Task is_counted_as_it_fills_unit_by_unit()
    {
        for (var i = 0; i < 600; i++) await AddUserAsync();
        for (var tries = 0; await Database.ReadAsync(CountedAsync, Stop) < 200; tries++)
        {
            tries.ShouldBeLessThan(300);
            await Task.Delay(50, Stop);
        }
    }

    [Fact]
    public async Task is_counted_as_one_unit_fills_it() => await Database.WriteAsync(async tx =>
    {
        for (var i = 1; i <= 600; i++)
        {
            await UserStore.TryAddAsync(tx, NewUser());
            await tx.KeepPlansAsync(i);
        }
        (await CountedAsync(tx)).ShouldBe(512);
    }, Stop);

    private static async ValueTask<long> CountedAsync(Transaction transaction) => (await transaction.ListAsync(Rows, static row => row.Number(0)))[0];
}
