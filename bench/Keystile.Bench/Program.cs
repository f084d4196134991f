using System.Globalization;
using BenchmarkDotNet.Running;
using Keystile.Bench;

// bench/run, bench/peers, bench/memory, bench/growth, bench/pressure and bench/http/run say how each is used.
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
            var count = int.Parse(number, CultureInfo.InvariantCulture);
            await (what switch
            {
                ["register"] => pool.WriteRegistrationsAsync(folder, count),
                ["verify", var secret] => pool.WriteTokensAsync(folder, count, secret),
                _ => pool.WriteSignInsAsync(folder, count),
            });
        }
        return 0;
    case ["grow", var file, var passkeys]:
        await Growth.FillAsync(file, int.Parse(passkeys, CultureInfo.InvariantCulture));
        return 0;
    case ["pressure", var server, var database, var process, var connections]:
        using (var pressure = new PressureRun(new Uri(server), database, int.Parse(process, CultureInfo.InvariantCulture), int.Parse(connections, CultureInfo.InvariantCulture), Console.Out))
        {
            return await pressure.RunAsync() ? 0 : 1;
        }
    default:
        return BenchmarkSwitcher.FromAssembly(typeof(Smoke).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
}
