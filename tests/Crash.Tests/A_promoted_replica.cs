using System.Net;

namespace Keystile.Crash.Tests;

/// <summary>The primary is gone, and the replica that takes over has not heard of its last commits: among them, that a token was spent.</summary>
public sealed class A_promoted_replica : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-failover-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task takes_no_token_from_before_when_the_security_epoch_was_raised()
    {
        var failovers = Scale.Of("FAILOVERS", 1);
        for (var i = 0; i < failovers; i++)
        {
            var (replayed, anew) = await FailOverAsync("epoch", "bump");
            // By the spend where the server still goes by the epoch from before, by the token's key where it has followed.
            replayed.Code.ShouldBeOneOf("challenge_used", "invalid_challenge_token");
            anew.ShouldBe(HttpStatusCode.OK);
        }
        Scale.Report($"failover to a replica that lacks the last sign-in, epoch raised: {failovers} failovers, 0 of {failovers} tokens that were spent on the old primary good again, the account signs in anew");
    }

    /// <summary>The negative control: what the epoch is for.</summary>
    [Fact]
    public async Task takes_a_spent_token_once_more_when_it_was_not()
    {
        var (replayed, _) = await FailOverAsync("doctor");
        replayed.Status.ShouldBe(HttpStatusCode.OK, replayed.Text);
    }

    /// <summary>Signs in on a primary whose replica is cut off, kills it, promotes the replica, runs the command, and sends the same sign-in once more, and then another. The server runs through all of it.</summary>
    private async Task<(Reply Replayed, HttpStatusCode Anew)> FailOverAsync(params string[] command)
    {
        await using var primary = await PostgresServer.StartAsync();
        await using var program = new Program(_folder, await primary.NewDatabaseAsync());
        await program.StartAsync();
        var ada = new Person(program.Http, program.Origin, "ada");
        (await ada.SignUpAsync()).Status.ShouldBe(HttpStatusCode.Created);
        await using var replica = await primary.StartStandbyAsync();
        await replica.CutOffAsync(primary);
        var (spent, body) = await ada.SignInAsync();
        spent.Status.ShouldBe(HttpStatusCode.OK);
        (await ada.SendAgainAsync(body!)).Status.ShouldBe(HttpStatusCode.BadRequest);

        await primary.KillHardAsync();
        (await program.IsReadyAsync()).ShouldBeFalse();
        await replica.TakeOverAsync(primary);
        await program.RunAsync(command);
        await ReadyAsync(program);

        var replayed = await ada.SendAgainAsync(body!);
        // Begun while the server may still go by the epoch from before; it follows within seconds.
        var anew = await ada.SignInAsync();
        for (var since = TimeProvider.System.GetTimestamp(); anew.Reply.Status != HttpStatusCode.OK && TimeProvider.System.GetElapsedTime(since) < s_patience; await Task.Delay(100)) anew = await ada.SignInAsync();
        return (replayed, anew.Reply.Status);
    }

    private static async Task ReadyAsync(Program program)
    {
        for (var since = TimeProvider.System.GetTimestamp(); !await program.IsReadyAsync(); await Task.Delay(20)) TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(s_patience);
    }
}
