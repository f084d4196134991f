namespace Keystile.WebAuthn;

/// <summary>§7.1 step 28 and §7.2 step 23: what was asked and answered counts, what was not asked never changes a decision.</summary>
internal static class ExtensionRules
{
    public static Verdict<RegistrationExtensionResults> Check(
        RegistrationExtensions asked, ReadOnlyMemory<byte> clientOutputs, AuthenticatorData data, UnsolicitedExtensionPolicy policy)
    {
        if (ClientOutputs.TryRead(clientOutputs.Span, Asked(asked)) is not { } client) return Rejection.ExtensionOutputInvalid;
        var signed = AuthenticatorOutputs.Read(data.Extensions);
        if (policy == UnsolicitedExtensionPolicy.Refuse && (client.Present & ~Asked(asked)) != 0) return Rejection.ExtensionOutputInvalid;
        if (asked is { EnforceCredentialProtection: true, CredentialProtection: { } least } && (signed.CredentialProtection ?? 0) < least) return Rejection.ExtensionOutputInvalid;
        return new RegistrationExtensionResults
        {
            Discoverable = asked.CredentialProperties ? client.Discoverable : null,
            CredentialProtection = signed.CredentialProtection,
            PrfEnabled = asked.Prf is null ? null : client.PrfEnabled,
            LargeBlobSupported = asked.LargeBlob is null ? null : client.LargeBlobSupported,
            MinPinLength = asked.MinPinLength ? signed.MinPinLength : null,
            CredBlobStored = asked.CredBlob is null ? null : signed.CredBlobStored,
            AppIdExclude = asked.AppIdExclude is null ? null : client.AppIdExclude,
        };
    }

    public static Verdict<AuthenticationExtensionResults> Check(
        AuthenticationExtensions? asked, ReadOnlyMemory<byte> clientOutputs, AuthenticatorData data, UnsolicitedExtensionPolicy policy)
    {
        if (asked is null && policy == UnsolicitedExtensionPolicy.Ignore) return AuthenticationExtensionResults.None;
        if (ClientOutputs.TryRead(clientOutputs.Span, Asked(asked)) is not { } client) return Rejection.ExtensionOutputInvalid;
        var signed = AuthenticatorOutputs.Read(data.Extensions);
        if (policy == UnsolicitedExtensionPolicy.Refuse && (client.Present & ~Asked(asked)) != 0) return Rejection.ExtensionOutputInvalid;
        return new AuthenticationExtensionResults
        {
            AppIdUsed = asked?.AppId is null ? null : client.AppId,
            LargeBlob = asked?.LargeBlob?.Read == true && client.LargeBlob is { } blob ? (ReadOnlyMemory<byte>?)blob : null, // an array that is null would convert to memory that is empty
            LargeBlobWritten = asked?.LargeBlob?.Write is null ? null : client.LargeBlobWritten,
            CredBlob = asked?.GetCredBlob == true ? signed.CredBlob : null,
        };
    }

    private static ClientOutputKinds Asked(RegistrationExtensions asked) =>
        (asked.CredentialProperties ? ClientOutputKinds.CredentialProperties : 0)
        | (asked.Prf is null ? 0 : ClientOutputKinds.Prf)
        | (asked.LargeBlob is null ? 0 : ClientOutputKinds.LargeBlob)
        | (asked.AppIdExclude is null ? 0 : ClientOutputKinds.AppIdExclude);

    /// <summary>Whether the client says that it used the AppID that was asked for (§10.1.1).</summary>
    public static bool UsedAppId(ReadOnlyMemory<byte> clientOutputs) => ClientOutputs.TryRead(clientOutputs.Span, ClientOutputKinds.AppId)?.AppId == true;

    private static ClientOutputKinds Asked(AuthenticationExtensions? asked) =>
        (asked?.Prf is null ? 0 : ClientOutputKinds.Prf)
        | (asked?.LargeBlob is null ? 0 : ClientOutputKinds.LargeBlob)
        | (asked?.AppId is null ? 0 : ClientOutputKinds.AppId);
}
