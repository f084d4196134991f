namespace Keystile.WebAuthn.Tests;

public sealed class The_shared_vectors_of_a_format
{
    [Theory]
    [InlineData("none", 12)]
    [InlineData("packed", 30)]
    [InlineData("fido-u2f", 13)]
    [InlineData("tpm", 8)]
    [InlineData("android-key", 4)]
    [InlineData("android-safetynet", 3)]
    [InlineData("apple", 5)]
    public void are_accepted_with_their_type_or_refused_in_the_statement(string format, int atLeast)
    {
        var accepted = 0;
        var wrong = new List<string>();
        foreach (var vector in AttestationVector.Of(format))
        {
            var verdict = vector.Verify();
            if (verdict.IsAccepted) accepted++;
            if (vector.Lenient || verdict.Rejection == Rejection.AlgorithmUnavailable) continue;
            if (verdict.IsAccepted != vector.Ok) wrong.Add($"{vector.Id}: {verdict.Rejection?.Code ?? "accepted"}");
            else if (!vector.Ok && verdict.Rejection!.RegistrationStep is not ("7.1.13" or "7.1.22")) wrong.Add($"{vector.Id}: {verdict.Rejection.Code}, which is not the statement's");
            else if (vector.Ok && verdict.Value!.Attestation.Type.ToString() != vector.Expect.GetProperty("attestationType").GetString()) wrong.Add($"{vector.Id}: {verdict.Value.Attestation.Type}");
        }
        wrong.ShouldBeEmpty();
        accepted.ShouldBeGreaterThanOrEqualTo(atLeast);
    }
}
