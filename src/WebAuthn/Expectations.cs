using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>The questions both ceremonies ask, each in one place.</summary>
internal static class Expectations
{
    extension(RelyingParty rp)
    {
        /// <summary>Whether a ceremony may run on <paramref name="origin"/>: in our list, and the one it was begun from. Letter by letter, never through <see cref="Uri"/>.</summary>
        public bool Expects(string origin, string? begunFrom) =>
            rp.Origins.Contains(origin) && (begunFrom is null || string.Equals(origin, begunFrom, StringComparison.Ordinal));

        /// <summary>Whether the page around a cross-origin frame is one of ours; there is none to name where the frame is not cross-origin.</summary>
        public bool ExpectsTopOrigin(ClientData client) =>
            client.TopOrigin is not { } topOrigin || (client.CrossOrigin && rp.TopOrigins.Contains(topOrigin));
    }

    extension(ClientData client)
    {
        public bool Answers(Challenge challenge) => client.Challenge is { } answered && CryptographicOperations.FixedTimeEquals(answered, challenge.Span);
    }

    extension(AuthenticatorData data)
    {
        /// <summary>BS without BE cannot be (§6.1.3).</summary>
        public bool BackupStateIsPossible => !data.Has(AuthenticatorFlags.BackupState) || data.Has(AuthenticatorFlags.BackupEligible);
    }

    extension(BackupPolicy policy)
    {
        public bool TakesEligibility(AuthenticatorFlags flags) => policy switch
        {
            BackupPolicy.Any => true,
            BackupPolicy.DeviceBound => !flags.HasFlag(AuthenticatorFlags.BackupEligible),
            BackupPolicy.BackupEligible or BackupPolicy.BackedUp => flags.HasFlag(AuthenticatorFlags.BackupEligible),
            _ => false,
        };

        public bool TakesState(AuthenticatorFlags flags) => policy != BackupPolicy.BackedUp || flags.HasFlag(AuthenticatorFlags.BackupState);
    }

    extension(SignCountPolicy policy)
    {
        public bool Rejects(CredentialRecord record) => policy switch
        {
            SignCountPolicy.Flag => false,
            SignCountPolicy.RejectDeviceBound => !record.BackupEligible,
            _ => true,
        };
    }
}
