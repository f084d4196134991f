using BenchmarkDotNet.Running;
using Keystile.Bench;

// smoke | begin-and-sign ... | any argument of BenchmarkDotNet; bench/run and bench/http/run say how.
return args switch
{
    ["smoke"] => Smoke.Run(),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Smoke).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0,
};
