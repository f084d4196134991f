using System.Globalization;

namespace Keystile.Server.Tests;

/// <summary>A short walk in every run; <c>KEYSTILE_MODEL_OPERATIONS=50000</c> is the long one, and <c>KEYSTILE_MODEL_SEED</c> walks a walk again.</summary>
public sealed class Two_hundred_apps
{
    private const int Apps = 200;

    [Fact]
    public async Task share_rp_id_names_and_credential_ids_and_nothing_of_one_is_seen_by_another()
    {
        var operations = Setting("KEYSTILE_MODEL_OPERATIONS", 1500);
        var seed = Setting("KEYSTILE_MODEL_SEED", Environment.TickCount);
        TestContext.Current.TestOutputHelper!.WriteLine($"KEYSTILE_MODEL_OPERATIONS={operations} KEYSTILE_MODEL_SEED={seed}");
        await using var server = await TestServer.StartAsync("Logging:LogLevel:Default=Warning", "Logging:LogLevel:Microsoft=Warning");
        List<ModelApp> apps = [];
        for (var i = 0; i < Apps; i++) apps.Add(new(await Site.AddAsync(server, $"app-{i}"), $"app-{i}"));
        // Apps that share names meet more often where few of them are busy.
        var run = new ModelRun([.. apps, .. Enumerable.Repeat(apps.Take(5), Apps / 5).SelectMany(few => few)], new((ulong)seed));

        for (var done = 0; done < operations; done++)
        {
            try
            {
                await run.StepAsync();
            }
            catch (Exception divergence) when (divergence is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Operation {done} of KEYSTILE_MODEL_SEED={seed} diverged from the model.", divergence);
            }
        }

        run.Done.Count.ShouldBe(10);
        (await server.CountAsync("webauthn_credentials")).ShouldBe(apps.Sum(app => app.Passkeys.Count));
        (await server.CountAsync("users")).ShouldBe(apps.Sum(app => app.Users.Count));
        (await server.CountAsync("aliases")).ShouldBe(apps.Sum(app => app.Aliases.Count));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", run.Done.Select(entry => $"{entry.Key} {entry.Value}")));
    }

    private static int Setting(string name, int byDefault) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : byDefault;
}
