using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class A_payment_is_refused_when
{
    private static readonly PaymentExpectation Asked = new()
    {
        TopOrigin = "https://shop.test",
        PayeeName = "Shop",
        PayeeOrigin = "https://shop.test",
        Currency = "EUR",
        Amount = "12.50",
        InstrumentName = "Card 1234",
        InstrumentIcon = "https://bank.test/card.png",
    };

    [Fact]
    public void nothing_is_wrong_with_it_and_so_it_is_not() => Paying(_ => { }).ShouldBeAccepted();

    [Theory]
    [InlineData("rpId", "\"evil.test\"")]
    [InlineData("topOrigin", "\"https://evil.test\"")]
    [InlineData("payeeName", "\"Evil\"")]
    [InlineData("payeeName", "null")]
    [InlineData("payeeOrigin", "\"https://evil.test\"")]
    [InlineData("payeeOrigin", "null")]
    [InlineData("total", """{"currency":"EUR","value":"1250"}""")]
    [InlineData("total", """{"currency":"USD","value":"12.50"}""")]
    [InlineData("total", """{"currency":"EUR"}""")]
    [InlineData("instrument", """{"displayName":"Card 9999","icon":"https://bank.test/card.png"}""")]
    [InlineData("instrument", """{"displayName":"Card 1234","icon":"https://evil.test/card.png"}""")]
    public void it_is_not_the_one_that_was_asked_for(string member, string value) => Paying(payment => payment[member] = JsonNode.Parse(value)).ShouldBeRejectedFor(Rejection.PaymentMismatch);

    [Theory]
    [InlineData("rpId")]
    [InlineData("topOrigin")]
    [InlineData("payeeName")]
    [InlineData("total")]
    [InlineData("instrument")]
    public void it_does_not_say_all_of_it(string member) => Paying(payment => payment.Remove(member)).ShouldBeRejectedFor(Rejection.PaymentMismatch);

    [Fact]
    public void N025_a_sign_in_was_asked_for() => SigningIn.With(s =>
    {
        s.Type = "payment.get";
        s.ClientDataMembers = d => d["payment"] = Confirmed();
    }).ShouldBeRejectedFor(Rejection.WrongCeremonyType);

    [Fact]
    public void N025_it_is_a_sign_in_that_answers() => SigningIn.With(s =>
    {
        s.Begun = s.Begun with { Payment = Asked };
        s.ClientDataMembers = d => d["payment"] = Confirmed();
    }).ShouldBeRejectedFor(Rejection.WrongCeremonyType);

    [Fact]
    public void it_has_no_payment_in_it() => SigningIn.With(s => (s.Begun, s.Type) = (s.Begun with { Payment = Asked }, "payment.get")).ShouldBeRejectedFor(Rejection.PaymentMismatch);

    private static SigningIn Paying(Action<JsonObject> spoil) => SigningIn.With(s =>
    {
        s.Begun = s.Begun with { Payment = Asked };
        s.Type = "payment.get";
        s.ClientDataMembers = d =>
        {
            var payment = Confirmed();
            spoil(payment);
            d["payment"] = payment;
        };
    });

    private static JsonObject Confirmed() => new()
    {
        ["rpId"] = "example.org",
        ["topOrigin"] = Asked.TopOrigin,
        ["payeeName"] = Asked.PayeeName,
        ["payeeOrigin"] = Asked.PayeeOrigin,
        ["total"] = new JsonObject { ["currency"] = Asked.Currency, ["value"] = Asked.Amount },
        ["instrument"] = new JsonObject { ["displayName"] = Asked.InstrumentName, ["icon"] = Asked.InstrumentIcon },
    };
}
