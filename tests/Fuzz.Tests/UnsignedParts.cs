using System.Formats.Cbor;
using System.Text;
using System.Text.Json;

namespace Keystile.Fuzz.Tests;

/// <summary>What is verified of client data that nothing signs.</summary>
internal static class UnsignedClientData
{
    private static readonly string[] Known = ["type", "challenge", "origin", "crossOrigin", "topOrigin"];

    public static string? Of(byte[] bytes)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        using var document = JsonDocument.Parse(text.StartsWith('\uFEFF') ? text[1..] : text);
        var values = Meaning.Members(document.RootElement, Known);
        var crossOrigin = values.TryGetValue("crossOrigin", out var framed) && framed.ValueKind != JsonValueKind.Null && framed.GetBoolean();
        var topOrigin = (values.TryGetValue("topOrigin", out var top) ? top.GetString() : null) ?? "none";
        return $"{values["type"].GetString()} {values["challenge"].GetString()} {values["origin"].GetString()} {crossOrigin} {topOrigin}";
    }
}

/// <summary>What is verified, or signed by a U2F key, of authenticator data that no statement covers whole: all but the counter, the AAGUID and the free flags.</summary>
internal static class UnsignedAuthenticatorData
{
    private const int Flags = 32, IdLength = 53, Id = 55;
    private const byte UserPresent = 1, BackupEligible = 8, BackupState = 16, Attested = 64, Extended = 128;

    public static string? Of(byte[] data)
    {
        if (data.Length < Id || (data[Flags] & Attested) == 0) return null;
        var key = Id + ((data[IdLength] << 8) | data[IdLength + 1]);
        if (key >= data.Length) return null;
        try
        {
            var rest = data[(key + new CborReader(data.AsMemory(key), CborConformanceMode.Lax).ReadEncodedValue().Length)..];
            if ((data[Flags] & Extended) == 0 ? rest.Length > 0 : CborTree.TryParse(rest) is not Authenticator.LooseMap) return null;
            var backupIsPossible = (data[Flags] & BackupState) == 0 || (data[Flags] & BackupEligible) != 0;
            return $"{Convert.ToHexString(data.AsSpan(0, Flags))} {data[Flags] & UserPresent} {backupIsPossible} {Convert.ToHexString(data.AsSpan(IdLength, data.Length - IdLength - rest.Length))}";
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException)
        {
            return null;
        }
    }
}
