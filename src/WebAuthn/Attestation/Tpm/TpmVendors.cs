using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Keystile.WebAuthn;

/// <summary>Manufacturers of TPMs by the identifier that the TCG's registry of vendors gives them: four characters, NUL where there are fewer.</summary>
/// <remarks>The conformance tests' FFFFF1D0 is no vendor, and so not here.</remarks>
internal static class TpmVendors
{
    private static readonly FrozenSet<uint> Listed =
    [
        .. new[]
        {
            "AMD", "ANT", "ATML", "BRCM", "CSCO", "FLYS", "GOOG", "HISI", "HPE", "HPI", "IBM", "IFX", "INTC", "LEN", "MSFT", "NSG",
            "NSM ", "NTC", "NTZ", "QCOM", "ROCC", "SEAL", "SECE", "SMSC", "SMSN", "SNS", "STM ", "TXN", "WEC",
        }.Select(characters => BinaryPrimitives.ReadUInt32BigEndian(Encoding.ASCII.GetBytes(characters.PadRight(4, '\0')))),
    ];

    /// <summary>Reads the attribute as the EK profile writes it: <c>id:</c> and eight hexadecimal digits.</summary>
    public static bool TryReadId(string? text, out uint id)
    {
        id = 0;
        return text is { Length: 11 } && text.StartsWith("id:", StringComparison.Ordinal)
            && uint.TryParse(text.AsSpan(3), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }

    public static bool IsListed(uint id) => Listed.Contains(id);
}
