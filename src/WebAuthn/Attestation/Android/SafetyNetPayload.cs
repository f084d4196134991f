using System.Text.Json;
using System.Text.Unicode;

namespace Keystile.WebAuthn;

/// <summary>What a SafetyNet response says, as far as §8.5 asks; members it does not know are ignored.</summary>
/// <param name="Nonce">What it was made for, as base64.</param>
/// <param name="Timestamp">When it was made.</param>
/// <param name="CtsProfileMatch">Whether the device is one that passed Android's compatibility tests, unchanged.</param>
internal sealed record SafetyNetPayload(string Nonce, DateTimeOffset Timestamp, bool CtsProfileMatch)
{
    private static readonly JsonDocumentOptions NoDoubles = new() { AllowDuplicateProperties = false };

    /// <summary>The last instant that <see cref="DateTimeOffset"/> can tell, in milliseconds.</summary>
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static SafetyNetPayload? TryParse(byte[] utf8)
    {
        if (!Utf8.IsValid(utf8)) return null;
        try
        {
            using var document = JsonDocument.Parse(utf8, NoDoubles);
            return Read(document.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for a lone surrogate escape
        {
            return null;
        }
    }

    private static SafetyNetPayload? Read(JsonElement payload) =>
        payload.ValueKind == JsonValueKind.Object
        && payload.TryGetProperty("nonce"u8, out var nonce) && nonce.ValueKind == JsonValueKind.String
        && payload.TryGetProperty("timestampMs"u8, out var timestamp) && timestamp.ValueKind == JsonValueKind.Number && timestamp.TryGetInt64(out var milliseconds)
        && milliseconds >= 0 && milliseconds <= Latest
        && payload.TryGetProperty("ctsProfileMatch"u8, out var match) && match.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? new(nonce.GetString()!, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), match.GetBoolean()) : null;
}
