using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>The attestation kept with each passkey, to be judged again when metadata or policy has changed.</summary>
public static class AttestationStore
{
    // What came without certificates cannot become more or less trusted.
    private const string Select = """
        SELECT id, attestation_object, client_data, attestation_trust, created_at FROM webauthn_credentials
        WHERE app_id = $1 AND id > $2 AND attestation_type NOT IN ('None', 'Self') ORDER BY id LIMIT $3
        """;

    /// <summary>The next passkeys of the app that attested with certificates, in the order of their ids.</summary>
    /// <param name="transaction">The unit of work.</param>
    /// <param name="appId">The app.</param>
    /// <param name="after">The last id of the portion before; <see cref="Guid.Empty"/> to begin.</param>
    /// <param name="portion">How many at most.</param>
    public static ValueTask<IReadOnlyList<KeptAttestation>> ListAsync(Transaction transaction, string appId, Guid after, int portion) =>
        transaction.ListAsync(Select, static row => new KeptAttestation(row.Id(0), row.Bytes(1), row.Bytes(2), Enum.Parse<AttestationTrust>(row.Text(3)), row.Time(4)), appId, after, portion);

    private const string Update = "UPDATE webauthn_credentials SET attestation_trust = $3 WHERE app_id = $1 AND id = $2";

    /// <summary>Writes down how far the attestation is trusted now; false where the passkey is gone.</summary>
    public static async ValueTask<bool> SetTrustAsync(Transaction transaction, string appId, Guid id, AttestationTrust trust) =>
        await transaction.ExecuteAsync(Update, appId, id, trust.ToString()) == 1;
}

/// <summary>A passkey's attestation as it was received, and how far it is trusted so far.</summary>
/// <param name="Id">The passkey's row.</param>
/// <param name="AttestationObject">The attestation object.</param>
/// <param name="ClientDataJson">The client data it vouches for.</param>
/// <param name="Trust">The last judgement.</param>
/// <param name="RegisteredAt">When the passkey was registered.</param>
public sealed record KeptAttestation(Guid Id, ReadOnlyMemory<byte> AttestationObject, ReadOnlyMemory<byte> ClientDataJson, AttestationTrust Trust, DateTimeOffset RegisteredAt);
