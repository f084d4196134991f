using System.Globalization;
using System.Net;

namespace Keystile.Crash.Tests;

/// <summary>Whatever is good once, sent over and over to two servers on one PostgreSQL at the same time.</summary>
public sealed class What_is_good_once(TwoServers servers) : IClassFixture<TwoServers>
{
    private static readonly string?[] s_tooLate = ["last_credential", "not_found", "not_signed_in"];

    [Theory]
    [InlineData("refresh token", "invalid_refresh_token")]
    [InlineData("begun registration, answered by ever another passkey", "challenge_used")]
    [InlineData("register token of the service", "invalid_token")]
    [InlineData("verify token of the service", "invalid_token")]
    [InlineData("magic link", "invalid_token")]
    [InlineData("recovery code", "invalid_recovery_code")]
    [InlineData("recovery link", "invalid_link")]
    [InlineData("invitation of the first operator", "invitation_not_found")]
    [InlineData("last passkey but one", "last_credential", "not_found", "not_signed_in")]
    public async Task is_done_once_however_often_it_is_sent(string kind, params string[] refusals)
    {
        var times = Scale.Of("REDEEMS", 200);
        var replies = await SendAsync(kind, times);

        replies.Count(IsDone).ShouldBe(1);
        replies.Where(reply => !IsDone(reply)).ShouldAllBe(reply => refusals.Contains(reply.Code));
        var refused = replies.Where(reply => !IsDone(reply)).CountBy(reply => reply.Code!).Select(code => $"{code.Value} {code.Key}");
        Scale.Report($"one {kind}, sent {times} times over two servers: 1 done, the rest refused: {string.Join(", ", refused)}");
    }

    [Fact]
    public async Task would_be_seen_to_be_done_again_where_the_ledger_forgot_it()
    {
        await servers.ExecuteAsync("""
            CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN DELETE FROM spent WHERE jti = NEW.jti; RETURN NULL; END $$;
            CREATE TRIGGER forgetful AFTER INSERT ON spent FOR EACH ROW EXECUTE FUNCTION forget();
            """);
        (await SendAsync("verify token of the service", 20)).Count(IsDone).ShouldBeGreaterThan(1);
        await servers.ExecuteAsync("DROP FUNCTION forget() CASCADE");
    }

    [Fact]
    public async Task is_the_last_passkey_but_one_also_where_each_of_the_two_is_deleted_by_the_other_at_once()
    {
        var accounts = Scale.Of("REDEEMS", 200) / 10;
        for (var i = 0; i < accounts; i++)
        {
            var send = await new GoodOnce(servers).LastPasskeysAsync(string.Create(CultureInfo.InvariantCulture, $"pair{i}"));
            var replies = await Task.WhenAll(send(0), send(1));
            replies.Count(IsDone).ShouldBe(1);
            s_tooLate.ShouldContain(replies.Single(reply => !IsDone(reply)).Code);
        }
        Scale.Report($"{accounts} accounts whose two passkeys were deleted at once over two servers: each kept one");
    }

    private async Task<Reply[]> SendAsync(string kind, int times)
    {
        var send = await new GoodOnce(servers).PrepareAsync(kind, times);
        var replies = new Reply[times];
        await Parallel.ForEachAsync(Enumerable.Range(0, times), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => replies[i] = await send(i));
        return replies;
    }

    private static bool IsDone(Reply reply) => reply.Status is HttpStatusCode.OK or HttpStatusCode.Created;
}
