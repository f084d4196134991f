using BenchmarkDotNet.Attributes;
using Keystile.WebAuthn;

namespace Keystile.Bench;

/// <summary>One sign-in for each algorithm, from the posted JSON to the verdict, beside the signature check alone.</summary>
[MemoryDiagnoser, MinColumn, MedianColumn]
public class AlgorithmBenchmarks
{
    private byte[] _json = [], _cose = [], _signed = [], _signature = [];
    private AuthenticationCeremony _ceremony = null!;
    private CredentialRecord _record = null!;

    [Params("auth-es256", "auth-rs256", "auth-ed25519")]
    public string Case { get; set; } = "";

    [GlobalSetup]
    public void Load()
    {
        (_json, _ceremony, _record) = (Ceremonies.Json(Case), Ceremonies.Authentication(Case), Ceremonies.Record(Case));
        (_cose, _signed, _signature) = (Ceremonies.Bytes(Case, "credentialPublicKeyCose"), Ceremonies.Bytes(Case, "signedMessage"), Ceremonies.Bytes(Case, "signature"));
    }

    [Benchmark]
    public bool WholeAssertion() =>
        Ceremonies.RelyingParty.CompleteAuthentication(_ceremony, AuthenticationResponse.Parse(_json).Value!, _record).IsAccepted;

    [Benchmark(Baseline = true)]
    public bool SignatureAlone() => CoseKey.Read(_cose).Value!.Verify(_signed, _signature);
}
