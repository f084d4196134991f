using Npgsql;

namespace Keystile.Storage.Tests;

public sealed class A_schema_of_PostgreSQL : Store, IOnPostgres
{
    private static readonly Migration s_next = new(9999, "9999_next", "CREATE TABLE next (id bigint); INSERT INTO next VALUES (2)");

    [Fact]
    public async Task has_the_numbers_tables_and_columns_of_SQLites()
    {
        Migrator.Known("Postgres").Select(step => step.Name).ShouldBe(Migrator.Known("Sqlite").Select(step => step.Name));

        await using var sqlite = await Database.OpenAsync($"sqlite:{File}", TimeProvider.System, Stop);
        var theirs = await sqlite.ReadAsync(tx => tx.ListAsync(
            "SELECT m.name || '.' || c.name || ' ' || max(c.\"notnull\", c.pk > 0) FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' AND NOT (m.name = 'events' AND c.name = 'tx')", static row => row.Text(0)), Stop);
        var ours = await Database.ReadAsync(tx => tx.ListAsync(
            "SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' 1' ELSE ' 0' END FROM information_schema.columns WHERE table_schema = 'public' AND NOT (table_name = 'events' AND column_name = 'tx')", static row => row.Text(0)), Stop);
        ours.ShouldNotBeEmpty();
        ours.Order(StringComparer.Ordinal).ShouldBe(theirs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task is_left_as_it_is_when_opened_again_and_refused_where_it_is_newer_or_another()
    {
        await AddUserAsync("alice");
        await Database.DisposeAsync();
        await OpenAsync();
        (await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, Username.TryCreate("alice")!), Stop)).ShouldNotBeNull();

        await Database.WriteAsync(tx => tx.ExecuteAsync("INSERT INTO migrations VALUES (999, '0999_future', '', 0)"), Stop);
        (await Should.ThrowAsync<DatabaseRefusedException>(OpenBesideAsync)).Message.ShouldContain("start the newer program");
        await Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE migrations SET checksum = 'another'"), Stop);
        (await Should.ThrowAsync<DatabaseRefusedException>(OpenBesideAsync)).Message.ShouldContain("0001_initial");
    }

    [Fact]
    public async Task is_brought_up_to_date_by_one_of_many_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MigrateAsync(s_next)));

        (await RowsAsync("SELECT id FROM next")).ShouldBe([2]);
        (await RowsAsync("SELECT number FROM migrations WHERE name = '9999_next'")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task stays_as_it_was_where_a_step_fails_halfway_and_the_step_is_done_when_it_is_mended()
    {
        await Should.ThrowAsync<PostgresException>(() => MigrateAsync(s_next with { Sql = "CREATE TABLE next (id bigint); INSERT INTO nowhere VALUES (1)" }));
        (await RowsAsync("SELECT 1 FROM pg_tables WHERE tablename = 'next'")).ShouldBeEmpty();

        await MigrateAsync(s_next);
        (await RowsAsync("SELECT id FROM next")).ShouldBe([2]);
    }

    [Theory]
    [InlineData("postgres://", "has the form")]
    [InlineData("postgres://keystile:secret@127.0.0.1", "has the form")]
    [InlineData("postgres://keystile:secret@127.0.0.1/a/b", "has the form")]
    [InlineData("postgres://keystile:sec#ret@127.0.0.1/db", "has the form")]
    [InlineData("postgres://127.0.0.1/db", "names a user")]
    [InlineData("postgres://keystile:secret@127.0.0.1/db?sslmode=perhaps", "has as its sslmode")]
    [InlineData("postgres://keystile:secret@127.0.0.1/db?host=elsewhere", "has no options but")]
    [InlineData("postgres://keystile:secret@127.0.0.1/db?Trust=1", "has no options but")]
    public async Task is_looked_for_at_a_whole_address_only(string url, string mend)
    {
        var refusal = await Should.ThrowAsync<DatabaseRefusedException>(() => Database.OpenAsync(url, TimeProvider.System, Stop));
        refusal.Message.ShouldContain(mend);
        refusal.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("postgres://u:p%40%2F@localhost/db", "localhost", 5432, "p@/", SslMode.Prefer)]
    [InlineData("postgresql://u@db.example:6432/db", "db.example", 6432, null, SslMode.VerifyFull)]
    [InlineData("postgres://u:p@db.example/db?sslmode=require", "db.example", 5432, "p", SslMode.Require)]
    [InlineData("postgres://u@localhost/db?host=/run/postgresql", "/run/postgresql", 5432, null, SslMode.Disable)]
    public void has_an_address_that_is_encrypted_and_verified_unless_it_stays_on_the_machine(string url, string host, int port, string? password, SslMode ssl)
    {
        var settings = PostgresAddress.Parse(url);
        (settings.Host, settings.Port, settings.Password, settings.SslMode, settings.Username, settings.Database).ShouldBe((host, port, password, ssl, "u", "db"));
    }

    [Fact]
    public async Task is_refused_in_one_sentence_where_the_password_is_wrong_and_is_away_where_nobody_listens()
    {
        (await Should.ThrowAsync<DatabaseRefusedException>(() => Database.OpenAsync(Url.Replace("p%40ss", "wrong"), TimeProvider.System, Stop))).Message.ShouldNotContain("wrong");
        (await Should.ThrowAsync<DatabaseRefusedException>(() => Database.OpenAsync(Url + "x", TimeProvider.System, Stop))).Message.ShouldContain("check user");
        await Should.ThrowAsync<DatabaseUnavailableException>(() => Database.OpenAsync("postgres://u:p@127.0.0.1:1/db", TimeProvider.System, Stop));
    }

    private async Task<IReadOnlyList<long>> RowsAsync(string sql) => await Database.ReadAsync(tx => tx.ListAsync(sql, static row => row.Number(0)), Stop);

    private async Task OpenBesideAsync() => await (await Database.OpenAsync(Url, TimeProvider.System, Stop)).DisposeAsync();

    private async Task MigrateAsync(Migration next)
    {
        await using var dialect = new PostgresDialect(Url);
        await dialect.MigrateAsync([.. Migrator.Known("Postgres"), next], TimeProvider.System, Stop);
    }
}
