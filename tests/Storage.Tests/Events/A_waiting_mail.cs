namespace Keystile.Storage.Tests;

public class A_waiting_mail : Store
{
    [Fact]
    public async Task is_listed_when_it_is_due_and_claimed_by_one_of_many()
    {
        var mail = NewMail();
        (await AddAsync(mail)).ShouldBeTrue();
        (await DueAsync(Now.AddMilliseconds(-1))).ShouldBeEmpty();
        var due = (await DueAsync(Now)).ShouldHaveSingleItem();
        (due.AppId, due.Id, due.Attempts, due.ExpiresAt).ShouldBe((App, mail.Id, 0, mail.ExpiresAt));
        due.Sealed.ToArray().ShouldBe(mail.Sealed.ToArray());

        var claims = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => ClaimAsync(due, Now.AddMinutes(2)), Stop)));

        claims.Count(won => won).ShouldBe(1);
        (await DueAsync(Now.AddMinutes(1))).ShouldBeEmpty();
        (await DueAsync(Now.AddMinutes(2))).ShouldHaveSingleItem().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task comes_again_later_or_goes_for_good()
    {
        var (one, other) = (NewMail(), NewMail());
        (await AddAsync(one)).ShouldBeTrue();
        (await AddAsync(other)).ShouldBeTrue();
        await Database.WriteAsync(tx => MailOutbox.DeferAsync(tx, one, Now.AddHours(1)), Stop);
        (await Database.WriteAsync(tx => MailOutbox.RemoveAsync(tx, other), Stop)).ShouldBeTrue();
        (await Database.WriteAsync(tx => MailOutbox.RemoveAsync(tx, other), Stop)).ShouldBeFalse();
        (await DueAsync(Now.AddMinutes(59))).ShouldBeEmpty();
        (await DueAsync(Now.AddHours(1))).ShouldHaveSingleItem().Id.ShouldBe(one.Id);
    }

    [Fact]
    public async Task that_is_given_up_keeps_why_for_30_days_and_nothing_of_what_it_said()
    {
        var mail = NewMail();
        (await AddAsync(mail)).ShouldBeTrue();
        await Database.WriteAsync(tx => MailOutbox.BuryAsync(tx, mail, Now, "550"), Stop);

        (await DueAsync(Now.AddDays(9))).ShouldBeEmpty();
        (await Database.WriteAsync(tx => MailOutbox.RemoveAsync(tx, mail), Stop)).ShouldBeFalse();
        (await DeadAsync()).ShouldBe([new(App, mail.Id, 0, Now, "550")]);
        (await Database.WriteAsync(tx => MailOutbox.PurgeAsync(tx, Now.AddDays(30).AddMilliseconds(-1)), Stop)).ShouldBe(0);
        (await Database.WriteAsync(tx => MailOutbox.PurgeAsync(tx, Now.AddDays(30)), Stop)).ShouldBe(1);
        (await DeadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task is_not_taken_where_too_many_wait_or_the_app_is_none()
    {
        var dead = NewMail();
        (await AddAsync(dead)).ShouldBeTrue();
        await Database.WriteAsync(tx => MailOutbox.BuryAsync(tx, dead, Now, "550"), Stop);
        for (var i = 0; i < 3; i++) (await AddAsync(NewMail(), most: 3)).ShouldBeTrue();
        (await AddAsync(NewMail(), most: 3)).ShouldBeFalse();
        (await Database.ReadAsync(MailOutbox.CountAsync, Stop)).ShouldBe(new(Waiting: 3, Dead: 1));
        (await AddAsync(NewMail() with { AppId = "nowhere" })).ShouldBeFalse();
    }

    private static MailRow NewMail() => new() { AppId = App, Id = Guid.CreateVersion7(Now), Sealed = new byte[] { 1, 2, 3 }, DueAt = Now, ExpiresAt = Now.AddDays(1) };

    private Task<bool> AddAsync(MailRow mail, int most = MailOutbox.MostWaiting) => Database.WriteAsync(tx => MailOutbox.TryAddAsync(tx, mail, most), Stop);

    private Task<bool> ClaimAsync(MailRow mail, DateTimeOffset until) => Database.WriteAsync(tx => MailOutbox.TryClaimAsync(tx, mail, until), Stop);

    private async Task<IReadOnlyList<MailRow>> DueAsync(DateTimeOffset now) => await Database.ReadAsync(tx => MailOutbox.ListDueAsync(tx, now, 10), Stop);

    private async Task<IReadOnlyList<DeadLetter>> DeadAsync() => await Database.ReadAsync(tx => MailOutbox.ListDeadAsync(tx, 10), Stop);
}
