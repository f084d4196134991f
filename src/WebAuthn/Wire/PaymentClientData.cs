using System.Text.Json;

namespace Keystile.WebAuthn;

/// <summary>The <c>payment</c> member of client data (Secure Payment Confirmation §4.3).</summary>
internal sealed class PaymentClientData
{
    private static readonly byte[][] Names =
        ["rpId"u8.ToArray(), "topOrigin"u8.ToArray(), "payeeName"u8.ToArray(), "payeeOrigin"u8.ToArray(), "total"u8.ToArray(), "instrument"u8.ToArray()];
    private static readonly byte[][] TotalNames = ["currency"u8.ToArray(), "value"u8.ToArray()];
    private static readonly byte[][] InstrumentNames = ["displayName"u8.ToArray(), "icon"u8.ToArray()];

    private string? _rpId, _topOrigin, _payeeName, _payeeOrigin, _currency, _amount, _instrumentName, _instrumentIcon;

    /// <summary>Whether this is the payment that was asked to be confirmed, for this relying party.</summary>
    public bool Confirms(PaymentExpectation expected, string rpId) =>
        _rpId == rpId && _topOrigin == expected.TopOrigin
        && _payeeName == expected.PayeeName && _payeeOrigin == expected.PayeeOrigin
        && _currency == expected.Currency && _amount == expected.Amount
        && _instrumentName == expected.InstrumentName && _instrumentIcon == expected.InstrumentIcon;

    /// <summary>Reads it from where the reader stands.</summary>
    public static PaymentClientData Read(ref Utf8JsonReader reader)
    {
        var payment = new PaymentClientData();
        JsonMembers.Open(ref reader);
        var members = new JsonMembers(Names, refuseOtherCase: false);
        while (members.TryNext(ref reader, out var member))
        {
            switch (member)
            {
                case 0: payment._rpId = reader.ReadText(); break;
                case 1: payment._topOrigin = reader.ReadText(); break;
                case 2: payment._payeeName = reader.ReadTextOrNull(); break;
                case 3: payment._payeeOrigin = reader.ReadTextOrNull(); break;
                case 4: (payment._currency, payment._amount) = ReadPair(ref reader, TotalNames); break;
                default: (payment._instrumentName, payment._instrumentIcon) = ReadPair(ref reader, InstrumentNames); break;
            }
        }
        return payment;
    }

    private static (string? First, string? Second) ReadPair(ref Utf8JsonReader reader, byte[][] names)
    {
        string? first = null, second = null;
        JsonMembers.Open(ref reader);
        var members = new JsonMembers(names, refuseOtherCase: false);
        while (members.TryNext(ref reader, out var member))
        {
            if (member == 0) first = reader.ReadText();
            else second = reader.ReadText();
        }
        return (first, second);
    }
}
