using System.Text.Json;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

public sealed class Signing_up(Stage stage)
{
    // RFC 8410: the object identifier 1.3.101.112 as a private key in PKCS #8 spells it; RFC 5480: id-ecPublicKey, 1.2.840.10045.2.1.
    private static readonly byte[] Ed25519 = [0x06, 0x03, 0x2B, 0x65, 0x70];
    private static readonly byte[] EcPublicKey = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

    [Fact]
    public async Task makes_an_account_and_a_passkey()
    {
        await using var ada = await stage.VisitAsync(autofill: true);
        await ada.SignUpAsync("ada-new");

        await Expect(ada.Page.GetByText("This device only")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByText("Created now")).ToBeVisibleAsync();
        var passkey = (await ada.Authenticator.PasskeysAsync()).ShouldHaveSingleItem();
        passkey.GetProperty("rpId").GetString().ShouldBe("localhost");
        passkey.GetProperty("userName").GetString().ShouldBe("ada-new");
        passkey.GetProperty("isResidentCredential").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task with_an_Ed25519_key_works_and_so_does_signing_in_with_it()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-ed25519");
        PrivateKey(await ada.Authenticator.PasskeysAsync()).IndexOf(Ed25519).ShouldBePositive();

        await ada.SignOutAsync();
        await ada.SignInButton.ClickAsync();
        await ada.ExpectSignedInAsync("ada-ed25519", "Welcome back.");
    }

    [Fact]
    public async Task with_an_ES256_key_works_and_so_does_signing_in_with_it()
    {
        await using var ada = await stage.VisitAsync();
        await ada.ChangeOptionsAsync("register", options => options["pubKeyCredParams"] = new JsonArray(new JsonObject { ["type"] = "public-key", ["alg"] = -7 }));
        await ada.SignUpAsync("ada-es256");
        PrivateKey(await ada.Authenticator.PasskeysAsync()).IndexOf(EcPublicKey).ShouldBePositive();

        await ada.SignOutAsync();
        await ada.SignInButton.ClickAsync();
        await ada.ExpectSignedInAsync("ada-es256", "Welcome back.");
    }

    [Fact]
    public async Task under_a_taken_name_is_refused_beside_the_button_and_leaves_no_passkey_behind()
    {
        await using var ada = await stage.VisitAsync();
        await ada.SignUpAsync("ada-first");
        await using var eve = await stage.VisitAsync();

        await eve.Username.FillAsync("ADA-first");
        await eve.CreateButton.ClickAsync();

        await Expect(eve.Alert).ToContainTextAsync("That username is taken.");
        await Expect(eve.Alert).ToBeFocusedAsync();
        await eve.Authenticator.ExpectEmptyAsync();
    }

    [Fact]
    public async Task without_a_name_asks_for_one_where_it_belongs()
    {
        await using var ada = await stage.VisitAsync();
        await ada.CreateButton.ClickAsync();

        await Expect(ada.Alert).ToHaveTextAsync("Choose a username for your new account first.");
        await Expect(ada.Username).ToBeFocusedAsync();
        await Expect(ada.Username).ToHaveAttributeAsync("aria-invalid", "true");
        await ada.SignUpAsync("ada-second-try");
    }

    private static Span<byte> PrivateKey(IReadOnlyList<JsonElement> passkeys) =>
        passkeys.ShouldHaveSingleItem().GetProperty("privateKey").GetBytesFromBase64();
}
