using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Ceremonies;

/// <summary>What the database will hold of a verified ceremony, for the answer that goes out with it.</summary>
internal static class VerifiedRows
{
    extension(VerifiedRegistration verified)
    {
        public CredentialRow ToRow(Guid id, Guid user, string name, DateTimeOffset now, string from) => new()
        {
            Id = id,
            UserId = user,
            Record = verified.Record,
            Algorithm = verified.Algorithm,
            Transports = verified.Transports,
            Aaguid = verified.Aaguid,
            Name = name,
            CreatedAt = now,
            CreatedFrom = from,
        };
    }

    extension(CredentialRow row)
    {
        /// <summary>The passkey after the sign-in that was just recorded.</summary>
        public CredentialRow UsedBy(VerifiedAuthentication verified, DateTimeOffset now, string from) => row with
        {
            Record = row.Record with { SignCount = Math.Max(row.Record.SignCount, verified.SignCount), BackupState = verified.BackupState },
            LastUsedAt = now,
            LastUsedFrom = from,
        };
    }
}
