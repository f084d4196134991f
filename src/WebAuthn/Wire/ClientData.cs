using System.Text.Json;
using System.Text.Unicode;

namespace Keystile.WebAuthn;

/// <summary>The client data (§5.8.1) as far as a relying party reads it. Members it does not know are ignored, and so is <c>tokenBinding</c>.</summary>
internal sealed class ClientData
{
    private static readonly byte[][] Names = ["type"u8.ToArray(), "challenge"u8.ToArray(), "origin"u8.ToArray(), "crossOrigin"u8.ToArray(), "topOrigin"u8.ToArray(), "payment"u8.ToArray()];

    private ClientData(string type, byte[]? challenge, string origin, bool crossOrigin, string? topOrigin) =>
        (Type, Challenge, Origin, CrossOrigin, TopOrigin) = (type, challenge, origin, crossOrigin, topOrigin);

    public const string Create = "webauthn.create", Get = "webauthn.get", PaymentGet = "payment.get";

    public string Type { get; }

    /// <summary>The challenge's bytes; null where its text is not strict base64url, and then it matches none.</summary>
    public byte[]? Challenge { get; }

    public string Origin { get; }

    public bool CrossOrigin { get; }

    public string? TopOrigin { get; }

    /// <summary>The payment it confirms; null where it is none.</summary>
    public PaymentClientData? Payment { get; private init; }

    /// <summary>Decodes and parses it (§7.1 steps 5 and 6, §7.2 steps 8 and 9); a leading byte order mark is dropped, as "UTF-8 decode" says.</summary>
    public static Verdict<ClientData> Parse(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes)) return Rejection.ClientDataNotUtf8;
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes["\uFEFF"u8.Length..];
        try
        {
            return Read(bytes) is { } clientData ? clientData : Rejection.ClientDataNotJson;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for a lone surrogate escape
        {
            return Rejection.ClientDataNotJson;
        }
    }

    private static ClientData? Read(ReadOnlySpan<byte> json)
    {
        string? type = null, origin = null, topOrigin = null;
        byte[]? challenge = null;
        bool hasChallenge = false, crossOrigin = false;
        Utf8JsonReader paymentAt = default;

        var reader = new Utf8JsonReader(json);
        reader.Read();
        JsonMembers.Open(ref reader);
        var members = new JsonMembers(Names, refuseOtherCase: false);
        while (members.TryNext(ref reader, out var member))
        {
            switch (member)
            {
                case 0: type = reader.ValueTextEquals("webauthn.get"u8) ? Get : reader.ValueTextEquals("webauthn.create"u8) ? Create : reader.ReadText(); break;
                case 1: (hasChallenge, challenge) = (true, reader.ReadBase64UrlOrNull()); break;
                case 2: origin = reader.ReadText(); break;
                case 3: crossOrigin = reader.TokenType != JsonTokenType.Null && reader.ReadBoolean(); break;
                case 4: topOrigin = reader.TokenType == JsonTokenType.Null ? null : reader.ReadText(); break;
                default: paymentAt = reader; reader.Skip(); break;
            }
        }
        reader.ReadEnd();
        // Elsewhere it is a member like any other that is not known.
        var payment = type == PaymentGet && paymentAt.TokenType == JsonTokenType.StartObject ? PaymentClientData.Read(ref paymentAt) : null;
        return type is null || !hasChallenge || origin is null ? null : new(type, challenge, origin, crossOrigin, topOrigin) { Payment = payment };
    }
}
