using System.Globalization;
using BenchmarkDotNet.Running;
using Keystile.Bench;

// bench/run, bench/peers, bench/memory, bench/growth, bench/audit, bench/pressure, bench/soak and bench/http/run say how each is used.
switch (args)
{
    case ["smoke"]:
        return Smoke.Run();
    case ["peers"]:
        return PeerRows.Write(Console.Out);
    case ["table", .. var files]:
        return PeerTable.Write(files, Console.Out);
    case ["memory", var count, .. var leak]:
        return FlatMemory.Run(long.Parse(count, CultureInfo.InvariantCulture), leak is ["leak"], Console.Out);
    case ["pool", var server, var folder, var number, .. var what]:
        using (var pool = new CeremonyPool(new Uri(server)))
        {
            var count = Number(number);
            await (what switch
            {
                ["register"] => pool.WriteRegistrationsAsync(folder, count),
                ["verify", var secret] => pool.WriteTokensAsync(folder, count, secret),
                ["grown", var passkeys, var from] => pool.WriteGrownSignInsAsync(folder, count, Number(passkeys), Number(from)),
                _ => pool.WriteSignInsAsync(folder, count),
            });
        }
        return 0;
    case ["grow", var address, var passkeys]:
        await Growth.FillAsync(address, Number(passkeys));
        return 0;
    case ["record", var address, var events]:
        await Recording.RunAsync(address, Number(events));
        return 0;
    case ["pressure", var server, var database, var process, var connections]:
        using (var pressure = new PressureRun(new Uri(server), database, new(Number(process)), Number(connections), Console.Out)) return await pressure.RunAsync() ? 0 : 1;
    case ["soak", var server, var process, var seconds]:
        return await new SoakRun(new Uri(server), new(Number(process)), TimeSpan.FromSeconds(Number(seconds)), Console.Out).RunAsync() ? 0 : 1;
    default:
        return BenchmarkSwitcher.FromAssembly(typeof(Smoke).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
