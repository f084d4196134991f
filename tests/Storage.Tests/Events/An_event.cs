namespace Keystile.Storage.Tests;

public class An_event : Store
{
    [Fact]
    public async Task is_read_back_as_it_was_recorded_newest_first()
    {
        var full = new EventRow(EventKind.SteppedUp, App, Now)
        {
            Actor = EventActor.Operator,
            Operator = "ada",
            UserId = Guid.CreateVersion7(Now),
            SessionId = Guid.CreateVersion7(Now),
            CredentialId = Guid.CreateVersion7(Now),
            KeyId = "0123456789abcdef",
            Device = "Firefox on Linux",
            Detail = "delete",
            Times = 3,
        };
        await AddAsync(full);
        await AddAsync(new(EventKind.SignedIn, App, Now.AddSeconds(1)));
        await AddAsync(new(EventKind.SignedIn, "other", Now.AddSeconds(2)));
        await AddAsync(new(EventKind.SignedIn, null, Now.AddSeconds(3)));

        var events = await ListAsync(10);
        events.Select(one => one.Kind).ShouldBe([EventKind.SignedIn, EventKind.SteppedUp]);
        events[0].Id.ShouldBeGreaterThan(events[1].Id);
        (events[1] with { Id = 0 }).ShouldBe(full);
        (await ListAsync(1, skip: 1)).Single().ShouldBe(events[1]);
    }

    [Fact]
    public async Task is_not_there_where_the_act_was_undone()
    {
        await Database.WriteAsync<object?>(async tx =>
        {
            await EventStore.AddAsync(tx, new(EventKind.SignedIn, App, Now));
            tx.RollBack();
            return null;
        }, Stop);

        (await ListAsync(10)).ShouldBeEmpty();
    }

    private Task<bool> AddAsync(EventRow row) => Database.WriteAsync(async tx =>
    {
        await EventStore.AddAsync(tx, row);
        return true;
    }, Stop);

    private async Task<IReadOnlyList<EventRow>> ListAsync(int most, int skip = 0) => await Database.ReadAsync(tx => EventStore.ListAsync(tx, App, most, skip), Stop);
}
