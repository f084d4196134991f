using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Keystile.WebAuthn;

/// <summary>Reads the payload of an issue. Strict about what makes an issue, tolerant of all that the service may add: unknown members, words and shapes.</summary>
internal static class MetadataReader
{
    /// <summary>Far more models than there are.</summary>
    private const int MaxEntries = 20_000;

    private static readonly JsonDocumentOptions NoDoubles = new() { AllowDuplicateProperties = false };

    /// <summary>The issue that <paramref name="payload"/> is, or null.</summary>
    public static MetadataBlob? Read(ReadOnlyMemory<byte> payload)
    {
        if (!Utf8.IsValid(payload.Span)) return null;
        try
        {
            using var document = JsonDocument.Parse(payload, NoDoubles);
            return Read(document.RootElement, SHA256.HashData(payload.Span));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for a lone surrogate escape
        {
            return null;
        }
    }

    private static MetadataBlob? Read(JsonElement issue, byte[] digest)
    {
        if (issue.Number("no") is not (>= 0 and var number) || issue.Date("nextUpdate") is not { } nextUpdate) return null;
        if (issue.Member("entries") is not { ValueKind: JsonValueKind.Array } entries || entries.GetArrayLength() > MaxEntries) return null;
        return new(number, nextUpdate, issue.Text("legalHeader"), [.. entries.EnumerateArray().Select(ReadEntry)], digest);
    }

    private static MetadataEntry ReadEntry(JsonElement entry)
    {
        var statement = entry.Member("metadataStatement") is { ValueKind: JsonValueKind.Object } said ? ReadStatement(said) : null;
        return new()
        {
            Aaguid = Aaguid.TryParse(entry.Text("aaguid"), out var aaguid) ? aaguid : null,
            Aaid = entry.Text("aaid"),
            AttestationCertificateKeyIdentifiers = entry.Texts("attestationCertificateKeyIdentifiers"),
            Statement = statement,
            StatusReports = [.. entry.Items("statusReports").Select(ReadReport).OfType<StatusReport>().OrderByDescending(report => report.EffectiveDate)],
            TimeOfLastStatusChange = entry.Date("timeOfLastStatusChange"),
            Anchors = [.. (statement?.AttestationRootCertificates ?? []).Select(Certificate.TryParse).OfType<Certificate>().Select(certificate => new TrustAnchor(certificate))],
        };
    }

    private static MetadataStatement ReadStatement(JsonElement statement) => new()
    {
        Description = statement.Text("description"),
        AlternativeDescriptions = ReadTexts(statement.Member("alternativeDescriptions")),
        ProtocolFamily = statement.Text("protocolFamily"),
        AuthenticatorVersion = statement.Number("authenticatorVersion"),
        AttestationTypes = statement.Texts("attestationTypes"),
        AttestationRootCertificates = ReadCertificates(statement.Texts("attestationRootCertificates")),
        Icon = statement.Text("icon"),
    };

    private static StatusReport? ReadReport(JsonElement report) => report.Text("status") is not { } status ? null : new(
        status, report.Date("effectiveDate"), ReadCertificates([report.Text("certificate") ?? ""]).FirstOrDefault(),
        report.Number("authenticatorVersion"), report.Text("url"));

    /// <summary>Base64, in which the service's makers put line breaks; what is none is left out, and so is one that stands twice.</summary>
    private static List<ReadOnlyMemory<byte>> ReadCertificates(IReadOnlyList<string> texts)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        foreach (var text in texts.Select(text => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)))).Where(text => text.Length > 0).Distinct())
        {
            var bytes = new byte[text.Length];
            if (Convert.TryFromBase64String(text, bytes, out var length)) certificates.Add(bytes.AsMemory(0, length));
        }
        return certificates;
    }

    private static Dictionary<string, string> ReadTexts(JsonElement? texts)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        if (texts is not { ValueKind: JsonValueKind.Object } members) return read;
        foreach (var member in members.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String)) read[member.Name] = member.Value.GetString()!;
        return read;
    }
}
