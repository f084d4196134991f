using System.Text.Json;

namespace Keystile.WebAuthn.Tests.Vectors;

/// <summary>Recordings of real and reference authenticators, through the public API. What this machine or build cannot check must be refused for just that.</summary>
public sealed class The_shared_vectors
{
    private static readonly TrustAnchors Anchors = TrustAnchors.FromJson(File.ReadAllBytes(Path.Combine(TrustVectors.Folder, "trust-anchors.json")));

    public static TheoryData<string> Registrations => [.. SharedVector.All.Where(vector => vector.IsRegistration).Select(vector => vector.Id)];

    public static TheoryData<string> SignIns => [.. SharedVector.All.Where(vector => !vector.IsRegistration).Select(vector => vector.Id)];

    [Fact]
    public void are_all_here()
    {
        SharedVector.All.Count(vector => vector is { IsRegistration: true, IsOk: true }).ShouldBe(102);
        SharedVector.All.Count(vector => vector is { IsRegistration: false, IsOk: true }).ShouldBe(57);
        SharedVector.All.Count(vector => !vector.IsOk).ShouldBe(14);
        SharedVector.All.Select(vector => vector.Id).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public void register_as_expected(string id)
    {
        var vector = SharedVector.Named(id);
        var verdict = vector.Register();
        if (vector.IsLenient && !verdict.IsAccepted) return;
        verdict.Rejection.ShouldBe(vector is { IsOk: false, IsOfIndefiniteLength: true } ? Rejection.MalformedAttestationObject : Expected(vector));
        if (verdict.Value is not { } verified) return;

        var expected = vector.Expected;
        verified.Attestation.Format.ShouldBe(expected.GetProperty("fmt").GetString());
        verified.Attestation.Type.ToString().ShouldBe(expected.GetProperty("attestationType").GetString());
        ((int)verified.Algorithm).ShouldBe(expected.GetProperty("alg").GetInt32());
        verified.Aaguid.ToString().ShouldBe(expected.GetProperty("aaguid").GetString());
        verified.Record.SignCount.ShouldBe(expected.GetProperty("signCount").GetUInt32());
        ((int)verified.Flags).ShouldBe(expected.GetProperty("flags").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public void are_trusted_as_far_as_their_anchor_goes(string id)
    {
        var vector = SharedVector.Named(id);
        if (vector.Register(Anchors) is not { Value.Attestation: var attestation }) return; // whether it verifies at all, the test above says
        var anchor = vector.Expected.TryGetProperty("trustAnchor", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        attestation.Trust.ShouldBe(attestation.Type switch
        {
            AttestationType.None => AttestationTrust.NotEvaluated,
            AttestationType.Self => AttestationTrust.SelfSigned,
            _ => anchor is null ? AttestationTrust.Untrusted : AttestationTrust.Trusted,
        });
        attestation.Anchor.ShouldBe(anchor);
    }

    [Theory]
    [MemberData(nameof(SignIns))]
    public void sign_in_as_expected(string id)
    {
        var vector = SharedVector.Named(id);
        var verdict = vector.SignIn();
        if (vector.IsLenient && !verdict.IsAccepted) return;
        verdict.Rejection.ShouldBe(Expected(vector));
        if (verdict.Value is not { } verified) return;

        verified.SignCount.ShouldBe(vector.Expected.GetProperty("signCount").GetUInt32());
        ((int)verified.Flags).ShouldBe(vector.Expected.GetProperty("flags").GetInt32());
    }

    /// <summary>The one reason to refuse it, or null where it must verify.</summary>
    private static Rejection? Expected(SharedVector vector)
    {
        if (vector.Expected.TryGetProperty("fmt", out var format) && !AttestationFormats.Names.Contains(format.GetString()!)) return Rejection.UnknownAttestationFormat;
        if (vector.Expected.TryGetProperty("alg", out var number) && !CoseAlgorithms.Supported.Contains((CoseAlgorithm)number.GetInt32())) return Rejection.AlgorithmUnavailable;
        return vector.Why is not { } why ? null : Reasons.Single(reason => why.Contains(reason.Word, StringComparison.Ordinal)).Rejection;
    }

    private static readonly (string Word, Rejection Rejection)[] Reasons =
    [
        ("challenge", Rejection.ChallengeMismatch),
        ("origin", Rejection.OriginNotAllowed),
        ("rpIdHash", Rejection.RpIdMismatch),
        ("signCount", Rejection.SignCountNotIncreased),
        ("user verification", Rejection.UserNotVerified),
        ("id-fido-gen-ce-aaguid", Rejection.AttestationAaguidMismatch),
        ("ctsProfileMatch", Rejection.AttestationKeyUnfit),
        ("attest.android.com", Rejection.AttestationCertificateInvalid),
    ];
}
