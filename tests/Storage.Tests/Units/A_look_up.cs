using System.Data.Common;

namespace Keystile.Storage.Tests;

public class A_look_up : Store
{
    [Fact]
    public async Task among_many_gets_its_own_rows()
    {
        var users = new List<UserRow>();
        for (var i = 0; i < 100; i++) users.Add(await AddUserAsync("user-" + i));

        var found = await Task.WhenAll(users.Select(user => Task.Run(async () => await Database.LookUpAsync(tx => UserStore.FindAsync(tx, App, user.Id)))));
        found.Select(user => user?.Id).ShouldBe(users.Select(user => (Guid?)user.Id));
    }

    [Fact]
    public async Task may_ask_again_by_what_it_found()
    {
        var alice = await AddUserAsync("alice");
        var found = await Database.LookUpAsync(async tx =>
            await UserStore.FindAsync(tx, App, Guid.Empty) ?? await UserStore.FindByHandleAsync(tx, App, (await UserStore.FindByUsernameAsync(tx, App, alice.Username!))!.Handle));
        found!.Id.ShouldBe(alice.Id);
    }

    [Fact]
    public async Task that_fails_fails_alone()
    {
        var others = Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await Database.LookUpAsync(tx => AppStore.FindAsync(tx, App)))).ToArray();
        var faulty = Task.Run(async () => await Database.LookUpAsync(tx => tx.FindAsync("SELECT nothing FROM nowhere", static row => row.Text(0))));
        var unreadable = Task.Run(async () => await Database.LookUpAsync<object?>(tx => tx.FindAsync<object>("SELECT id FROM apps WHERE id = $1", static _ => throw new InvalidDataException("a bug"), App)));

        if (this is IOnPostgres) await Should.ThrowAsync<DbException>(faulty);
        else await Should.ThrowAsync<DatabaseRefusedException>(faulty);
        await Should.ThrowAsync<InvalidDataException>(unreadable);
        (await Task.WhenAll(others)).ShouldAllBe(app => app != null);
    }

    [Fact]
    public async Task cannot_write()
    {
        await Should.ThrowAsync<Exception>(async () => await Database.LookUpAsync(tx => tx.ExecuteAsync("DELETE FROM apps")));
        await Should.ThrowAsync<DbException>(async () => await Database.LookUpAsync(tx => tx.FindAsync("DELETE FROM apps RETURNING id", static row => row.Text(0))));
        (await Database.ReadAsync(tx => AppStore.FindAsync(tx, App), Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task is_over_when_its_work_returned()
    {
        Transaction? kept = null;
        await Database.LookUpAsync(tx => new ValueTask<Transaction>(kept = tx));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await AppStore.FindAsync(kept!, App));
    }
}
