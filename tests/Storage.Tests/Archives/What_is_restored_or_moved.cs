namespace Keystile.Storage.Tests;

/// <summary>Of the rows that a restore or a move brings, none is lost or another on the way, whatever the database does with what is written.</summary>
public class What_is_restored_or_moved : Passkeys
{
    private string Backup => File + ".backup";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task is_every_row_of_every_table(bool toPostgres, bool isMove)
    {
        await FillAsync();
        var before = await CountAllAsync(Database);
        await using var target = await TargetAsync(toPostgres);

        await RunAsync(target, isMove);

        before["events"]++; // of the restore itself
        if (!isMove) before["sessions"] = 0;
        before.Values.Count(rows => rows > 0).ShouldBe(isMove ? 7 : 6);
        (await CountAllAsync(target)).ShouldBe(before);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task is_nothing_where_the_target_drops_a_row(bool toPostgres, bool isMove)
    {
        await using var target = await TargetAsync(toPostgres);
        await TriggerAsync(target, toPostgres ? "BEFORE INSERT ON spent" : "BEFORE INSERT ON spent BEGIN SELECT RAISE(IGNORE); END", "RETURN NULL;");

        await ShouldBeRefusedAsync(target, isMove, "spent");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task is_nothing_where_the_target_changes_a_row(bool toPostgres, bool isMove)
    {
        const string Change = "UPDATE users SET display_name = 'Mallory' WHERE id = NEW.id;";
        await using var target = await TargetAsync(toPostgres);
        await TriggerAsync(target, toPostgres ? "AFTER INSERT ON users" : $"AFTER INSERT ON users BEGIN {Change} END", Change + " RETURN NULL;");

        await ShouldBeRefusedAsync(target, isMove, "users");
    }

    /// <summary>The target holds what it held, row by row: an app and a token of its own.</summary>
    private async Task ShouldBeRefusedAsync(Database target, bool isMove, string table)
    {
        await FillAsync();
        var before = await DigestAsync(target);

        var refusal = await Should.ThrowAsync<ArchiveException>(() => RunAsync(target, isMove));

        refusal.Message.ShouldBe($"The table {table} is not what the backup holds after it was written; nothing was restored.");
        var after = await DigestAsync(target);
        after.Where((digest, place) => !digest.IsSame(before[place])).Select(digest => digest.Table).ShouldBeEmpty();
        (await target.ReadAsync(tx => AppStore.FindAsync(tx, "other"), Stop)).ShouldNotBeNull();
    }

    private async Task FillAsync()
    {
        var alice = await AddUserAsync("Ålice");
        await AddUserAsync("Bob");
        var passkey = await AddPasskeyAsync(alice);
        await Database.WriteAsync(async tx =>
        {
            for (byte i = 0; i < 5; i++) await ChallengeLedger.TrySpendAsync(tx, Token(i), SpentKind.Challenge, Now, epoch: 0);
            await SessionStore.TryAddAsync(tx, NewSession(passkey), new byte[32], null);
            await EventStore.AddAsync(tx, new(EventKind.SignedIn, App, Now) { UserId = alice.Id });
        }, Stop);
    }

    private static byte[] Token(byte of) => [.. Enumerable.Repeat(of, 16)];

    private async Task<Database> TargetAsync(bool toPostgres)
    {
        var target = await Database.OpenAsync(toPostgres ? await (await SharedPostgres.Server).NewDatabaseAsync() : $"sqlite:{File}.target", TimeProvider.System, Stop);
        await target.WriteAsync(async tx =>
        {
            await AppStore.TryAddAsync(tx, NewApp("other"));
            await ChallengeLedger.TrySpendAsync(tx, Token(99), SpentKind.Challenge, Now, epoch: 0);
        }, Stop);
        return target;
    }

    private static Task TriggerAsync(Database target, string when, string then) => target.WriteAsync(async tx =>
    {
        var isFunction = tx.Dialect.Migrations == "Postgres";
        if (isFunction) await tx.ExecuteAsync($"CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {then} END $$");
        await tx.ExecuteAsync($"CREATE TRIGGER meddler {when}{(isFunction ? " FOR EACH ROW EXECUTE FUNCTION meddle()" : "")}");
    }, Stop);

    private async Task RunAsync(Database target, bool isMove)
    {
        await Backups.WriteAsync(Database, Backup, null, Now, Stop);
        await Restores.RunAsync(target, new(Backup, null, [new byte[32]]) { Force = true, IsMove = isMove }, new(isMove ? EventKind.Moved : EventKind.Restored, null, Now) { Actor = EventActor.Operator }, Now);
    }

    private static async Task<Dictionary<string, long>> CountAllAsync(Database database) => await database.ReadAsync(async tx =>
    {
        Dictionary<string, long> rows = [];
        foreach (var table in await TableShape.ListAsync(tx))
            rows[table.Name] = (await tx.ListAsync($"{Scope.EveryApp} SELECT count(*) FROM {table.Name}", static row => row.Number(0)))[0];
        return rows;
    }, Stop);

    private static async Task<IReadOnlyList<TableDigest>> DigestAsync(Database database) => await database.ReadAsync(async tx =>
    {
        List<TableDigest> digests = [];
        foreach (var table in await TableShape.ListAsync(tx)) digests.Add(await TableDigest.OfAsync(tx, table, shift: 0));
        return digests;
    }, Stop);
}

public sealed class What_is_restored_or_moved_from_PostgreSQL : What_is_restored_or_moved, IOnPostgres;
