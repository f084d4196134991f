using System.Diagnostics.CodeAnalysis;

namespace Keystile.WebAuthn;

/// <summary>Which model of authenticator made a credential: 16 bytes, all zero where it does not say.</summary>
/// <remarks>See <see href="https://www.w3.org/TR/webauthn-3/#aaguid"/>. Without trusted attestation it is a claim, not a proof.</remarks>
public readonly record struct Aaguid
{
    /// <summary>How many bytes an AAGUID has.</summary>
    public const int Length = 16;

    private readonly Guid _value;

    /// <summary>The AAGUID of exactly 16 bytes, in the order they stand in authenticator data.</summary>
    /// <exception cref="ArgumentException">Not 16 bytes.</exception>
    public Aaguid(ReadOnlySpan<byte> bytes) => _value = new Guid(bytes, bigEndian: true);

    private Aaguid(Guid value) => _value = value;

    /// <summary>The authenticator does not say its model.</summary>
    public static Aaguid Zero => default;

    /// <summary>Whether every byte is zero.</summary>
    public bool IsZero => _value == Guid.Empty;

    /// <summary>Parses the usual text form, 8-4-4-4-12 hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Aaguid aaguid)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        aaguid = new(value);
        return parsed;
    }

    /// <summary>The 16 bytes in the order they stand in authenticator data.</summary>
    public byte[] ToArray() => _value.ToByteArray(bigEndian: true);

    /// <summary>8-4-4-4-12 lower-case hexadecimal digits.</summary>
    public override string ToString() => _value.ToString("D");
}
