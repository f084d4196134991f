namespace Keystile.Authenticator;

/// <summary>One credential inside the software authenticator.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RpId">The RP ID it is scoped to.</param>
/// <param name="UserHandle">The account it was made for.</param>
/// <param name="Key">Its private key.</param>
/// <param name="PublicKey">The COSE key as it was sent at registration.</param>
public sealed record SoftCredential(byte[] Id, string RpId, byte[] UserHandle, CredentialKey Key, byte[] PublicKey)
{
    public uint SignCount { get; set; }

    public byte[] Aaguid { get; init; } = new byte[16];

    /// <summary>The flags BE and BS.</summary>
    public byte Backup { get; init; }
}
