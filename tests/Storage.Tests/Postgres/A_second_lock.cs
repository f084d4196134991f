using Npgsql;

namespace Keystile.Storage.Tests;

public sealed class A_second_lock : Store, IOnPostgres
{
    private const string Other = "other";

    // What a statement must never be: each forgets which app it is for.
    private const string Forgetful = "SELECT u.app_id FROM users AS u ORDER BY u.app_id";
    private const string HalfForgetful = "SELECT u.app_id FROM users AS u WHERE $1 <> '' ORDER BY u.app_id";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp(Other)), Stop);
        await AddUserAsync("alice");
        await AddUserAsync("alice", Other);
    }

    [Fact]
    public async Task is_on_every_table_that_has_an_app()
    {
        var open = await Database.ReadAsync(tx => tx.ListAsync("""
            SELECT c.relname::text FROM pg_class AS c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                AND (c.relname = 'apps' OR EXISTS (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'app_id'))
                AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy AS p WHERE p.polrelid = c.oid))
            """, static row => row.Text(0)), Stop);
        open.ShouldBeEmpty();
    }

    [Fact]
    public async Task shows_a_statement_that_forgets_its_app_nothing_and_lets_it_change_nothing()
    {
        (await ListAsync(Forgetful)).ShouldBeEmpty();
        (await Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE users SET display_name = 'Mallory'"), Stop)).ShouldBe(0);
        (await Database.WriteAsync(tx => tx.ExecuteAsync("DELETE FROM apps"), Stop)).ShouldBe(0);
        (await ListAsync($"{Scope.EveryApp} {Forgetful}")).ShouldBe([App, Other]);
    }

    [Fact]
    public async Task shows_a_statement_that_names_its_app_and_forgets_to_ask_for_it_that_app_alone()
    {
        (await ListAsync(HalfForgetful, App)).ShouldBe([App]);
        (await ListAsync(HalfForgetful, Scope.Every)).ShouldBeEmpty();
        (await Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE users SET display_name = 'Mallory' WHERE $1 <> ''", App), Stop)).ShouldBe(1);
        (await Database.WriteAsync(tx => tx.ExecuteAsync("DELETE FROM users WHERE $1 <> ''", App), Stop)).ShouldBe(1);
        (await ListAsync($"{Scope.EveryApp} {Forgetful}")).ShouldBe([Other]);
    }

    [Fact]
    public async Task lets_no_statement_of_one_app_write_a_row_of_another() =>
        (await Should.ThrowAsync<PostgresException>(() => Database.WriteAsync(tx => tx.ExecuteAsync(
            $"INSERT INTO users (app_id, id, user_handle, display_name, created_at) SELECT '{Other}', gen_random_uuid(), '\\x01', '', 0 WHERE $1 <> ''", App), Stop)))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Fact]
    public async Task holds_within_a_unit_whatever_was_asked_before()
    {
        var seen = await Database.WriteAsync(async tx =>
        {
            await tx.ListAsync($"{Scope.EveryApp} {Forgetful}", static row => row.Text(0));
            var forgetful = await tx.ListAsync(Forgetful, static row => row.Text(0));
            return (forgetful.Count, (await tx.ListAsync(HalfForgetful, static row => row.Text(0), Other)).Single());
        }, Stop);
        seen.ShouldBe((0, Other));
    }

    [Fact]
    public async Task holds_among_statements_of_many_apps_that_are_sent_together()
    {
        var looked = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(async () =>
        {
            var (sql, app) = (i % 3) switch { 0 => (Forgetful, null), 1 => (HalfForgetful, App), _ => (HalfForgetful, Other) };
            object?[] values = app is null ? [] : [app];
            return (App: app, Seen: await Database.LookUpAsync(tx => tx.ListAsync(sql, static row => row.Text(0), values)));
        })));
        foreach (var (app, seen) in looked) seen.ShouldBe(app is null ? [] : [app]);

        var stored = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => Database.TryWriteAsync(
            [i % 2 == 0 ? new("UPDATE users SET display_name = 'Mallory'") : new Step("UPDATE users SET display_name = 'Alice' WHERE $1 <> ''", i % 4 == 1 ? App : Other)], Stop))));
        for (var i = 0; i < stored.Length; i++) stored[i].ShouldBe(i % 2 == 0 ? 0 : null);
    }

    private async Task<IReadOnlyList<string>> ListAsync(string sql, params object?[] values) =>
        await Database.ReadAsync(tx => tx.ListAsync(sql, static row => row.Text(0), values), Stop);
}
