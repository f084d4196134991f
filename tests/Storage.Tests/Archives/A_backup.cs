using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public class A_backup : Passkeys
{
    private static readonly byte[] s_auditKey = RandomNumberGenerator.GetBytes(32);

    protected static readonly EventRow Restored = new(EventKind.Restored, null, Now) { Actor = EventActor.Operator };

    private string Backup => Path.Combine(Path.GetDirectoryName(File)!, "keystile.backup");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(Backup)!);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "correct horse")]
    [InlineData(true, null)]
    [InlineData(true, "key")]
    public async Task is_restored_into_either_engine_with_all_that_it_held(bool toPostgres, string? secret)
    {
        var passkey = await FillAsync();
        var written = await WriteAsync(SecretOf(secret));
        (await Database.ReadAsync(TableShape.ListAsync, Stop)).Select(table => table.Name).ShouldBe(written.Select(table => table.Table));
        written.Where(table => table.Rows == 0).Select(table => table.Table).Order(StringComparer.Ordinal).ShouldBe(
            ["account_links", "aliases", "api_keys", "former_keys", "identities", "mail_outbox", "operator_invitations", "operators", "recovery_codes", "signing_keys", "webhooks"]);

        await using var target = await NewDatabaseAsync(toPostgres);
        var restored = await RestoreAsync(target, SecretOf(secret));

        restored.Select(table => (table.Table, table.Rows)).ShouldBe(written.Select(table => (table.Table, table.Rows)));
        var found = (await target.ReadAsync(tx => CredentialStore.FindAsync(tx, App, Rp, passkey.Record.Id), Stop))!;
        var before = (await FindAsync(passkey.Record.Id))!;
        found.Credential.Record.PublicKey.ToArray().ShouldBe(before.Credential.Record.PublicKey.ToArray());
        (found.Owner.Id, found.Owner.Username, found.Credential.Record.SignCount, found.Credential.Aaguid, found.Credential.Id)
            .ShouldBe((before.Owner.Id, before.Owner.Username, before.Credential.Record.SignCount, before.Credential.Aaguid, before.Credential.Id));
        (await target.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, new byte[16], SpentKind.Challenge, Now, epoch: 0), Stop)).ShouldBeFalse();
        (await target.ReadAsync(SecurityEpochStore.FindAsync, Stop)).ShouldBe(Now.ToUnixTimeMilliseconds());
        (await CountAsync(target, "sessions")).ShouldBe(0);
        (await CountAsync(Database, "sessions")).ShouldBe(1);
    }

    [Fact]
    public async Task has_PostgreSQL_count_the_rows_it_brings()
    {
        await Database.WriteAsync(async tx =>
        {
            for (var i = 0; i < 600; i++) await UserStore.TryAddAsync(tx, NewUser());
        }, Stop);
        await WriteAsync();
        await using var target = await NewDatabaseAsync(postgres: true);
        await RestoreAsync(target);
        (await target.ReadAsync(tx => tx.ListAsync($"{Scope.NoApp} SELECT reltuples::bigint FROM pg_class WHERE relname = 'users'", static row => row.Number(0)), Stop)).ShouldBe([512L]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task brings_the_seals_of_events_and_what_happens_afterwards_is_sealed_after_them(bool toPostgres)
    {
        await FillAsync();
        var before = await SealsAsync(Database);
        await WriteAsync();
        await using var target = await NewDatabaseAsync(toPostgres);
        await RestoreAsync(target);

        var seals = await SealsAsync(target);
        seals.Select(seal => Convert.ToHexString(seal.Hash.Span)).ShouldBe(before.Select(seal => Convert.ToHexString(seal.Hash.Span)));
        await ShouldBeGenuineAsync(target, seals);
        await SealAsync(target, 2); // one was not sealed when the backup was made, and the restore is the other
        await target.WriteAsync(tx => EventStore.AddAsync(tx, new(EventKind.SignedIn, App, Now)), Stop);
        await SealAsync(target, 1);
        await ShouldBeGenuineAsync(target, await SealsAsync(target));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task brings_webhooks_that_go_on_where_they_were(bool toPostgres)
    {
        await FillAsync();
        var events = await Database.ReadAsync(tx => EventSealStore.ListEventsAsync(tx, long.MinValue, long.MaxValue, 100), Stop);
        var webhook = new WebhookRow { AppId = App, Id = Guid.CreateVersion7(Now), Url = "https://example.com", Secret = new byte[32], Kinds = [], CreatedAt = Now, Cursor = new(events[1].Position, events[1].Row.Id), NextAttemptAt = Now };
        (await Database.WriteAsync(tx => WebhookStore.TryAddAsync(tx, webhook), Stop)).ShouldBeTrue();
        await WriteAsync();
        await using var target = await NewDatabaseAsync(toPostgres);
        await RestoreAsync(target);
        await target.WriteAsync(tx => EventStore.AddAsync(tx, new(EventKind.SignedIn, App, Now)), Stop);

        var cursor = (await target.ReadAsync(tx => WebhookStore.FindAsync(tx, App, webhook.Id), Stop))!.Cursor;
        var sent = (await target.ReadAsync(tx => WebhookFeed.ListAsync(tx, App, cursor, long.MaxValue, 100), Stop)).Select(one => one.Event.Row.Id).ToList();
        sent.Count.ShouldBe(3);
        sent.Take(2).ShouldBe(events.Skip(2).Select(one => one.Row.Id));
    }

    [Fact]
    public async Task of_a_restored_database_is_restored_again_into_the_other_engine_and_back()
    {
        await FillAsync();
        await WriteAsync();
        await using var there = await NewDatabaseAsync(postgres: this is not IOnPostgres);
        await RestoreAsync(there);
        await SealAsync(there, 2);
        var second = await Backups.WriteAsync(there, Backup, null, Now, Stop);
        await using var back = await NewDatabaseAsync(postgres: this is IOnPostgres);

        (await RestoreAsync(back)).Zip(second).ShouldAllBe(pair => pair.First.IsSame(pair.Second));
        await ShouldBeGenuineAsync(back, await SealsAsync(back));
        (await back.ReadAsync(SecurityEpochStore.FindAsync, Stop)).ShouldBe(Now.ToUnixTimeMilliseconds() + 1);
    }

    [Fact]
    public async Task whose_seal_was_not_ours_is_no_way_to_make_it_ours()
    {
        await FillAsync();
        await Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE event_seals SET signature = $1 WHERE number = 1", RandomNumberGenerator.GetBytes(32)), Stop);
        await WriteAsync();
        await using var target = await NewDatabaseAsync(postgres: true);
        await RestoreAsync(target);

        var seals = await SealsAsync(target);
        EventSeal.IsGenuine(seals[0], null, [s_auditKey]).ShouldBeFalse();
        EventSeal.IsGenuine(seals[1], seals[0], [s_auditKey]).ShouldBeTrue();
    }

    [Fact]
    public async Task taken_while_others_write_holds_each_unit_whole_and_all_that_was_answered_before_it_began()
    {
        var (over, answered) = (false, 0);
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref over))
            {
                await Database.WriteAsync(async tx =>
                {
                    await ChallengeLedger.TrySpendAsync(tx, RandomNumberGenerator.GetBytes(16), SpentKind.Challenge, Now, epoch: 0);
                    await EventStore.AddAsync(tx, new(EventKind.SignedIn, App, Now));
                }, Stop);
                Interlocked.Increment(ref answered);
            }
        }, Stop)).ToArray();
        for (var i = 0; i < 5; i++)
        {
            while (Volatile.Read(ref answered) < 50 * (i + 1)) await Task.Delay(5, Stop);
            var before = Volatile.Read(ref answered);
            var written = (await WriteAsync()).ToDictionary(table => table.Table, table => table.Rows);
            written["spent"].ShouldBe(written["events"]);
            written["spent"].ShouldBeGreaterThanOrEqualTo(before);
        }
        Volatile.Write(ref over, true);
        await Task.WhenAll(writers);
        await using var target = await NewDatabaseAsync(postgres: false);
        await RestoreAsync(target);
        (await CountAsync(target, "spent")).ShouldBe(await CountAsync(target, "events") - 1);
    }

    [Fact]
    public async Task goes_into_an_empty_database_alone_unless_that_is_to_be_emptied()
    {
        await FillAsync();
        await WriteAsync();
        await using var target = await NewDatabaseAsync(postgres: this is IOnPostgres);
        await target.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);

        (await Should.ThrowAsync<ArchiveException>(() => RestoreAsync(target))).Message.ShouldContain("--force");
        (await CountAsync(target, "users")).ShouldBe(0);
        (await target.ReadAsync(tx => AppStore.FindAsync(tx, "other"), Stop)).ShouldNotBeNull();

        await RestoreAsync(target, force: true);
        (await target.ReadAsync(tx => AppStore.FindAsync(tx, "other"), Stop)).ShouldBeNull();
        (await CountAsync(target, "users")).ShouldBe(1);
    }

    [Fact]
    public async Task of_another_schema_is_refused_with_the_mend()
    {
        await Database.WriteAsync(tx => tx.ExecuteAsync("INSERT INTO migrations VALUES (9999, '9999_future', '', 0)"), Stop);
        await WriteAsync();
        await using var target = await NewDatabaseAsync(postgres: false);

        (await Should.ThrowAsync<ArchiveException>(() => RestoreAsync(target))).Message.ShouldContain("schema 9999");
    }

    [Theory]
    [InlineData("another")]
    [InlineData("key")]
    [InlineData(null)]
    public async Task opens_by_its_own_passphrase_alone(string? secret)
    {
        await FillAsync();
        await WriteAsync(SecretOf("correct horse"));
        await Backups.VerifyAsync(Backup, SecretOf("correct horse"));

        await Should.ThrowAsync<ArchiveException>(() => Backups.VerifyAsync(Backup, SecretOf(secret)));
        System.IO.File.ReadAllBytes(Backup).AsSpan().IndexOf("localhost"u8).ShouldBe(-1);
        if (!OperatingSystem.IsWindows()) System.IO.File.GetUnixFileMode(Backup).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task is_refused_where_one_byte_of_it_is_another_or_its_end_is_missing(string? secret)
    {
        await FillAsync();
        for (var i = 0; i < 2000; i++) await Database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, RandomNumberGenerator.GetBytes(64), SpentKind.Challenge, Now, epoch: 0), Stop);
        await WriteAsync(SecretOf(secret));
        await Backups.VerifyAsync(Backup, SecretOf(secret));
        var whole = System.IO.File.ReadAllBytes(Backup);
        whole.Length.ShouldBeGreaterThan(2 * SealedChunks.Size); // so that a chunk can go missing at the end, and two can change places

        for (var i = 0; i < 400; i++)
        {
            var spoiled = whole.ToArray();
            spoiled[i < 200 ? i : RandomNumberGenerator.GetInt32(spoiled.Length)] ^= (byte)(1 << RandomNumberGenerator.GetInt32(8));
            await ShouldBeRefusedAsync(spoiled);
        }
        for (var i = 0; i < 100; i++) await ShouldBeRefusedAsync(whole[..RandomNumberGenerator.GetInt32(whole.Length)]);
        var chunk = SealedChunks.Size + SealedChunks.TagLength;
        var first = whole.AsSpan().IndexOf((byte)'\n') + 1;
        await ShouldBeRefusedAsync(whole[..(first + chunk)]);
        await ShouldBeRefusedAsync([.. whole[..first], .. whole.AsSpan(first + chunk, chunk), .. whole.AsSpan(first, chunk), .. whole[(first + 2 * chunk)..]]);
        await ShouldBeRefusedAsync([.. whole, 0]);

        async Task ShouldBeRefusedAsync(byte[] spoiled)
        {
            await System.IO.File.WriteAllBytesAsync(Backup, spoiled, Stop);
            await Should.ThrowAsync<ArchiveException>(() => Backups.VerifyAsync(Backup, SecretOf(secret)));
        }
    }

    [Fact]
    public async Task that_is_damaged_changes_nothing()
    {
        await FillAsync();
        await WriteAsync();
        var bytes = System.IO.File.ReadAllBytes(Backup);
        bytes[^100] ^= 1;
        await System.IO.File.WriteAllBytesAsync(Backup, bytes, Stop);
        await using var target = await NewDatabaseAsync(postgres: this is IOnPostgres);

        await Should.ThrowAsync<ArchiveException>(() => RestoreAsync(target, force: true));
        (await CountAsync(target, "users")).ShouldBe(0);
        (await target.ReadAsync(SecurityEpochStore.FindAsync, Stop)).ShouldBe(0);
    }

    private async Task<CredentialRow> FillAsync()
    {
        var alice = await AddUserAsync("Ålice");
        var passkey = await AddPasskeyAsync(alice);
        await Database.WriteAsync(async tx =>
        {
            await ChallengeLedger.TrySpendAsync(tx, new byte[16], SpentKind.Challenge, Now, epoch: 0);
            await SessionStore.TryAddAsync(tx, NewSession(passkey), RandomNumberGenerator.GetBytes(32), null);
        }, Stop);
        for (var i = 0; i < 4; i++)
        {
            await Database.WriteAsync(tx => EventStore.AddAsync(tx, new(EventKind.SignedIn, App, Now) { UserId = alice.Id }), Stop);
            if (i < 3) await SealAsync(Database, 1);
        }
        return passkey;
    }

    private static ArchiveSecret? SecretOf(string? secret) => secret switch
    {
        null => null,
        "key" => ArchiveSecret.Key([.. Enumerable.Repeat((byte)7, 32)]),
        _ => ArchiveSecret.Passphrase(secret),
    };

    private Task<IReadOnlyList<TableDigest>> WriteAsync(ArchiveSecret? secret = null) => Backups.WriteAsync(Database, Backup, secret, Now, Stop);

    private Task<IReadOnlyList<TableDigest>> RestoreAsync(Database target, ArchiveSecret? secret = null, bool force = false) =>
        Restores.RunAsync(target, new(Backup, secret, [s_auditKey]) { Force = force }, Restored, Now);

    private async Task<Database> NewDatabaseAsync(bool postgres) => await Database.OpenAsync(
        postgres ? await (await SharedPostgres.Server).NewDatabaseAsync() : $"sqlite:{Path.Combine(Path.GetDirectoryName(Backup)!, Guid.CreateVersion7(Now) + ".db")}", TimeProvider.System, Stop);

    private static async Task<long> CountAsync(Database database, string table) =>
        (await database.ReadAsync(tx => tx.ListAsync($"{Scope.EveryApp} SELECT count(*) FROM {table}", static row => row.Number(0)), Stop))[0];

    private static async Task<IReadOnlyList<EventSealRow>> SealsAsync(Database database) => await database.ReadAsync(tx => EventSealStore.ListAsync(tx, 0, 100), Stop);

    /// <summary>Seals so many events, and waits for those that stand behind a transaction of another test.</summary>
    private static async Task SealAsync(Database database, int count)
    {
        while (count > 0)
        {
            var covered = await database.WriteAsync(SealAsync, Stop);
            count -= covered;
            if (covered == 0) await Task.Delay(10, Stop);
        }
        count.ShouldBe(0);
    }

    private static async ValueTask<int> SealAsync(Transaction tx)
    {
        var last = await EventSealStore.FindLastAsync(tx);
        var upTo = await EventSealStore.HorizonAsync(tx);
        var events = await EventSealStore.ListEventsAsync(tx, last?.UpTo ?? long.MinValue, upTo, 100);
        return events.Count > 0 && await EventSealStore.TryAddAsync(tx, EventSeal.Of(last, events, upTo, Now, s_auditKey)) ? events.Count : 0;
    }

    /// <summary>Each seal is ours, follows the one before, and its events are there as they were sealed, in their order.</summary>
    private static async Task ShouldBeGenuineAsync(Database database, IReadOnlyList<EventSealRow> seals)
    {
        EventSealRow? previous = null;
        foreach (var seal in seals)
        {
            EventSeal.IsGenuine(seal, previous, [s_auditKey]).ShouldBeTrue();
            var from = previous?.UpTo ?? long.MinValue;
            var events = await database.ReadAsync(tx => EventSealStore.ListEventsAsync(tx, from, seal.UpTo, 100), Stop);
            events.Select(one => one.Row.Id).ShouldBe(Enumerable.Range(0, seal.Count).Select(index => EventSeal.IdOf(seal, index)));
            for (var i = 0; i < events.Count; i++)
            {
                var hash = new byte[32];
                EventHash.Of(events[i].Row, hash);
                hash.AsSpan().SequenceEqual(EventSeal.HashOf(seal, i)).ShouldBeTrue();
            }
            previous = seal;
        }
    }
}

public sealed class A_backup_on_PostgreSQL : A_backup, IOnPostgres;
