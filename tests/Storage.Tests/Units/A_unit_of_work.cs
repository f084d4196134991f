using System.Data.Common;

namespace Keystile.Storage.Tests;

public class A_unit_of_work : Units
{
    [Fact]
    public async Task that_rolls_back_undoes_itself_alone_in_a_shared_commit_and_still_answers()
    {
        var held = await HeldWriter.OfAsync(Database);
        var before = SpendAsync(out var first);
        var undone = Database.WriteAsync(async tx =>
        {
            await UserStore.TryAddAsync(tx, NewUser("alice"));
            tx.RollBack();
            return "refused";
        }, Stop);
        var after = SpendAsync(out var second);
        await held.ReleaseAsync();

        (await undone).ShouldBe("refused");
        (await before, await after).ShouldBe((true, true));
        (await IsSpentAsync(first), await IsSpentAsync(second), await HasAsync("alice")).ShouldBe((true, true, false));
    }

    [Fact]
    public async Task that_throws_undoes_itself_alone_and_its_caller_alone_hears_of_it()
    {
        var held = await HeldWriter.OfAsync(Database);
        var before = SpendAsync(out var first);
        var thrown = Database.WriteAsync<int>(async tx =>
        {
            await UserStore.TryAddAsync(tx, NewUser("alice"));
            throw new InvalidDataException("a bug");
        }, Stop);
        var faulty = Database.WriteAsync(tx => tx.ExecuteAsync("INSERT INTO spent VALUES (NULL, NULL, NULL)"), Stop);
        var after = SpendAsync(out var second);
        await held.ReleaseAsync();

        (await Should.ThrowAsync<InvalidDataException>(thrown)).Message.ShouldBe("a bug");
        await Should.ThrowAsync<DbException>(faulty);
        (await before, await after).ShouldBe((true, true));
        (await IsSpentAsync(first), await IsSpentAsync(second), await HasAsync("alice")).ShouldBe((true, true, false));
    }

    [Fact]
    public async Task is_over_when_its_work_returned()
    {
        Transaction? kept = null;
        await Database.WriteAsync(tx => new ValueTask<Transaction>(kept = tx), Stop);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await AppStore.FindAsync(kept!, App));
        await Database.ReadAsync(tx => new ValueTask<Transaction>(kept = tx), Stop);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await AppStore.FindAsync(kept!, App));
    }

    [Fact]
    public async Task that_reads_cannot_write() =>
        await Should.ThrowAsync<DbException>(async () => await Database.ReadAsync(tx => tx.ExecuteAsync("DELETE FROM apps"), Stop));
}
