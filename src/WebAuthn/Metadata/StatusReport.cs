namespace Keystile.WebAuthn;

/// <summary>One report on the standing of a model (FIDO MDS §3.1.3).</summary>
/// <param name="Status">The status as written; <see cref="AuthenticatorStatus"/> names those that bar, others may come at any time.</param>
/// <param name="EffectiveDate">The day from which it holds; null where it always has.</param>
/// <param name="Certificate">The attestation certificate it is about, DER; empty where it is about the model.</param>
/// <param name="AuthenticatorVersion">The firmware version from which it holds, as far as it says; no answer of an authenticator names its own.</param>
/// <param name="Url">Where to read more; null where it does not say.</param>
public sealed record StatusReport(string Status, DateOnly? EffectiveDate, ReadOnlyMemory<byte> Certificate, long? AuthenticatorVersion, string? Url)
{
    /// <summary>Whether it holds on the day of <paramref name="now"/> in UTC.</summary>
    public bool HoldsAt(DateTimeOffset now) => EffectiveDate is null || EffectiveDate <= DateOnly.FromDateTime(now.UtcDateTime);
}
