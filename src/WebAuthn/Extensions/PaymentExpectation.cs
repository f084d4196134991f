namespace Keystile.WebAuthn;

/// <summary>The payment a person was asked to confirm (Secure Payment Confirmation §4.2); what the client data says must be this, letter by letter.</summary>
public sealed record PaymentExpectation
{
    /// <summary>The origin of the merchant's page, where the dialog was shown.</summary>
    public required string TopOrigin { get; init; }

    /// <summary>Whom the money goes to, by name; null where the origin alone was shown.</summary>
    public string? PayeeName { get; init; }

    /// <summary>Whom the money goes to, by origin; null where the name alone was shown.</summary>
    public string? PayeeOrigin { get; init; }

    /// <summary>The currency, such as <c>EUR</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>The amount, as the decimal text that was shown.</summary>
    public required string Amount { get; init; }

    /// <summary>The name of the card or account, as it was shown.</summary>
    public required string InstrumentName { get; init; }

    /// <summary>The icon of the card or account, as the URL that was given.</summary>
    public required string InstrumentIcon { get; init; }
}
