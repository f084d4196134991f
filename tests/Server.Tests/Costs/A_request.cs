using System.Net;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests.Costs;

public sealed class A_request
{
    private const int Practice = 2;

    [Fact]
    public async Task sends_as_many_statements_as_decision_15_says()
    {
        using var ear = new SqliteEar();
        await using var postgres = await PostgresServer.StartAsync();
        await using var onSqlite = await TestServer.StartAsync(new TestClock(rounds: false));
        await using var onPostgres = await TestServer.StartAsync(new TestClock(rounds: false), "KEYSTILE_DATABASE=" + await postgres.NewDatabaseAsync());
        var other = await PostgresEar.AtAsync(postgres);

        var here = await MeasureAsync(onSqlite, () => SqliteEar.Take(onSqlite.DatabaseFile));
        var there = await MeasureAsync(onPostgres, other.Take);

        var rows = here.Zip(there, (one, two) => $"| {one.Request} | {one.Cost} | {two.Cost} |");
        var decision = await File.ReadAllTextAsync(SharedFiles.InRepository("docs", "decisions", "0015-what-a-sign-in-costs.md"), TestContext.Current.CancellationToken);
        decision.ShouldContain(string.Join('\n', rows));
    }

    private static async Task<IReadOnlyList<(string Request, Overheard Cost)>> MeasureAsync(TestServer server, Func<IReadOnlyList<string>> heard)
    {
        var browser = new Browser(server);
        var (passkey, registered) = await browser.RegisterAsync("ada");
        var site = await Site.AddAsync(server);
        var (known, _) = await site.RegisterAsync();
        var people = 0;
        return
        [
            ("begin without a name", await CostAsync(() => Later(() => new Browser(server).BeginAuthenticationAsync()))),
            ("begin by a name", await CostAsync(() => Later(() => new Browser(server).BeginAuthenticationAsync("ada")))),
            ("begin by a name that nobody has", await CostAsync(() => Later(() => new Browser(server).BeginAuthenticationAsync("nobody")))),
            ("complete a sign-in", await CostAsync(async () =>
            {
                var begun = await new Browser(server).BeginAuthenticationAsync("ada");
                return () => new Browser(server).CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey));
            })),
            ("complete a registration", await CostAsync(async () =>
            {
                var begun = await new Browser(server).BeginRegistrationAsync($"eve {people++}");
                return () => new Browser(server).CompleteRegistrationAsync(begun, Browser.Create(begun));
            })),
            ("read a session by its cookie", await CostAsync(() => Later(() => new Browser(server) { Cookie = browser.Cookie }.GetAsync("/api/session")))),
            ("read a session by its access token", await CostAsync(() => Later(() => new Browser(server) { Bearer = registered["session"]["accessToken"]!.GetValue<string>() }.GetAsync("/api/session")))),
            ("`/signin/verify`", await CostAsync(async () =>
            {
                var begun = await site.BeginSignInAsync();
                var token = Site.Token(await site.CompleteSignInAsync(begun, Site.Sign(begun, known)));
                return () => site.VerifyAsync(token);
            })),
        ];

        static Task<Func<Task<Answer>>> Later(Func<Task<Answer>> request) => Task.FromResult(request);

        // What comes first opens connections.
        async Task<Overheard> CostAsync(Func<Task<Func<Task<Answer>>>> prepareAsync)
        {
            for (var round = 0; ; round++)
            {
                var requestAsync = await prepareAsync();
                heard();
                var answer = await requestAsync();
                answer.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
                if (round == Practice) return Overheard.Of(heard());
            }
        }
    }
}
