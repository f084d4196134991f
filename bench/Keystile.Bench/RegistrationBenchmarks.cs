using BenchmarkDotNet.Attributes;
using Keystile.WebAuthn;

namespace Keystile.Bench;

/// <summary>One registration, from the posted JSON to the verdict.</summary>
[MemoryDiagnoser, MinColumn, MedianColumn]
public class RegistrationBenchmarks
{
    private byte[] _json = [];
    private RegistrationCeremony _ceremony = null!;

    [Params("reg-es256-none", "reg-es256-packed-x5c")]
    public string Case { get; set; } = "";

    [GlobalSetup]
    public void Load() => (_json, _ceremony) = (Ceremonies.Json(Case), Ceremonies.Registration(Case));

    [Benchmark]
    public bool WholeRegistration() =>
        Ceremonies.RelyingParty.CompleteRegistration(_ceremony, RegistrationResponse.Parse(_json).Value!).IsAccepted;
}
