namespace Keystile.WebAuthn;

/// <summary>What the extensions of a registration answered. Null means unknown: not asked, not answered, or not understood by the authenticator.</summary>
public sealed record RegistrationExtensionResults
{
    /// <summary>Nothing was answered.</summary>
    public static RegistrationExtensionResults None { get; } = new();

    /// <summary>Whether the credential is discoverable (<c>credProps.rk</c>); the client's word, not signed.</summary>
    public bool? Discoverable { get; init; }

    /// <summary>The protection level the authenticator gave; signed.</summary>
    public CredentialProtection? CredentialProtection { get; init; }

    /// <summary>Whether the pseudo-random function can be used with the credential. Its results are never read.</summary>
    public bool? PrfEnabled { get; init; }

    /// <summary>Whether there is room for a large blob.</summary>
    public bool? LargeBlobSupported { get; init; }

    /// <summary>The authenticator's least PIN length, in Unicode code points; signed.</summary>
    public int? MinPinLength { get; init; }

    /// <summary>Whether the few bytes were kept; signed.</summary>
    public bool? CredBlobStored { get; init; }

    /// <summary>Whether the client looked for keys of the AppID to exclude.</summary>
    public bool? AppIdExclude { get; init; }
}

/// <summary>What the extensions of an authentication answered. Null means unknown.</summary>
public sealed record AuthenticationExtensionResults
{
    /// <summary>Nothing was answered.</summary>
    public static AuthenticationExtensionResults None { get; } = new();

    /// <summary>Whether the credential answered under the U2F AppID.</summary>
    public bool? AppIdUsed { get; init; }

    /// <summary>The large blob that was read.</summary>
    public ReadOnlyMemory<byte>? LargeBlob { get; init; }

    /// <summary>Whether the large blob was written.</summary>
    public bool? LargeBlobWritten { get; init; }

    /// <summary>The few bytes kept with the credential; signed.</summary>
    public ReadOnlyMemory<byte>? CredBlob { get; init; }
}

/// <summary>What to do with extension outputs nobody asked for (§7.1 step 28, §7.2 step 23).</summary>
public enum UnsolicitedExtensionPolicy
{
    /// <summary>Ignore them, whatever they say: they never change a decision.</summary>
    Ignore,

    /// <summary>Refuse the ceremony.</summary>
    Refuse,
}
