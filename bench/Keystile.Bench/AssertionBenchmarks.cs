using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Keystile.WebAuthn;

namespace Keystile.Bench;

/// <summary>One ES256 sign-in, from the posted JSON to the verdict, against the signature check alone on the same bytes.</summary>
[MemoryDiagnoser, MinColumn, MedianColumn]
public class AssertionBenchmarks
{
    private const string Case = "auth-es256";
    private readonly byte[] _json = Ceremonies.Json(Case);
    private readonly AuthenticationCeremony _ceremony = Ceremonies.Authentication(Case);
    private readonly CredentialRecord _record = Ceremonies.Record(Case);
    private readonly CredentialRecord _otherEligibility = Ceremonies.Record(Case) with { BackupEligible = !Ceremonies.Record(Case).BackupEligible };
    private readonly byte[] _cose = Ceremonies.Bytes(Case, "credentialPublicKeyCose");
    private readonly byte[] _signed = Ceremonies.Bytes(Case, "signedMessage");
    private readonly byte[] _signature = Ceremonies.Bytes(Case, "signature");
    private readonly ECParameters _parameters;

    public AssertionBenchmarks()
    {
        // The canonical COSE key of P-256 is always laid out like this (RFC 9053 §7.1.1).
        _parameters = new() { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = _cose[10..42], Y = _cose[45..77] } };
    }

    /// <summary>All of §7.2, with the JSON.</summary>
    [Benchmark]
    public bool WholeAssertion() => Verify(_record).IsAccepted;

    /// <summary>The same up to step 19, which the spoiled record fails: everything but key and signature.</summary>
    [Benchmark]
    public bool ParsingAndChecks() => Verify(_otherEligibility).Rejection == Rejection.BackupEligibilityChanged;

    /// <summary>Steps 20 and 21: the COSE key read and the signature checked, as the ceremony does it.</summary>
    [Benchmark(Baseline = true)]
    public bool SignatureThroughOurDoor() => CoseKey.Read(_cose).Value!.Verify(_signed, _signature);

    /// <summary>The platform's own way: import the point, verify.</summary>
    [Benchmark]
    public bool SignatureByThePlatform()
    {
        using var key = ECDsa.Create(_parameters);
        return key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private Verdict<VerifiedAuthentication> Verify(CredentialRecord record) =>
        Ceremonies.RelyingParty.CompleteAuthentication(_ceremony, AuthenticationResponse.Parse(_json).Value!, record);
}
