using System.Collections.Frozen;
using System.Text.Json;

namespace Keystile.WebAuthn;

/// <summary>Google's list of Android attestation certificates that were revoked or suspended, as published at <c>android.googleapis.com/attestation/status</c>.</summary>
/// <remarks>Fetching it is the caller's business: nothing in this library reaches for the network.</remarks>
public sealed class AndroidRevocationList
{
    private readonly FrozenSet<string> _serialNumbers;

    private AndroidRevocationList(FrozenSet<string> serialNumbers) => _serialNumbers = serialNumbers;

    /// <summary>How many certificates the list names.</summary>
    public int Count => _serialNumbers.Count;

    /// <summary>Reads the published JSON, <c>{"entries": {"serial number": {"status": …}}}</c>; null where it is anything else. Every entry counts, whatever its status.</summary>
    public static AndroidRevocationList? TryParse(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("entries"u8, out var entries) && entries.ValueKind == JsonValueKind.Object
                ? new(entries.EnumerateObject().Select(entry => entry.Name.TrimStart('0').ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal))
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for a lone surrogate escape
        {
            return null;
        }
    }

    /// <summary>Whether the list names the certificate, by its serial number in hexadecimal digits without leading zeros.</summary>
    internal bool Names(Certificate certificate) => _serialNumbers.Contains(Convert.ToHexStringLower(certificate.SerialNumber.Span).TrimStart('0'));
}
