using System.Text.Json;
using System.Text.Json.Nodes;

namespace Keystile.Browser.Tests;

/// <summary>What an authenticator can do, in the words of the DevTools protocol (<c>WebAuthn.VirtualAuthenticatorOptions</c>).</summary>
internal sealed record AuthenticatorKind(string Protocol, string Transport, bool ResidentKeys, bool UserVerification)
{
    public static readonly AuthenticatorKind Platform = new("ctap2", "internal", ResidentKeys: true, UserVerification: true);
    public static readonly AuthenticatorKind SecurityKey = new("ctap2", "usb", ResidentKeys: true, UserVerification: true);
    public static readonly AuthenticatorKind U2f = new("u2f", "usb", ResidentKeys: false, UserVerification: false);
}

/// <summary>An authenticator inside Chromium: real client code, real cryptography, a simulated finger.</summary>
internal sealed class VirtualAuthenticator
{
    private readonly ICDPSession _devTools;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession devTools, string id) => (_devTools, _id) = (devTools, id);

    public static async Task<VirtualAuthenticator> PlugInAsync(IPage page, AuthenticatorKind kind)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        var options = new Dictionary<string, object>
        {
            ["protocol"] = kind.Protocol,
            ["transport"] = kind.Transport,
            ["hasResidentKey"] = kind.ResidentKeys,
            ["hasUserVerification"] = kind.UserVerification,
            ["isUserVerified"] = kind.UserVerification,
            ["automaticPresenceSimulation"] = true,
        };
        var answer = await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new() { ["options"] = options });
        return new(devTools, answer!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether a finger will touch it as soon as it asks; one that asked in vain keeps waiting.</summary>
    public Task TouchAsync(bool touched) => SendAsync("WebAuthn.setAutomaticPresenceSimulation", ("enabled", touched));

    /// <summary>Whether it recognises its owner.</summary>
    public Task RecogniseAsync(bool recognised) => SendAsync("WebAuthn.setUserVerified", ("isUserVerified", recognised));

    /// <summary>Takes every passkey out of it.</summary>
    public Task ForgetAllAsync() => SendAsync("WebAuthn.clearCredentials");

    /// <summary>Takes the authenticator itself away.</summary>
    public Task UnplugAsync() => SendAsync("WebAuthn.removeVirtualAuthenticator");

    /// <summary>Every passkey in it.</summary>
    public async Task<IReadOnlyList<JsonElement>> PasskeysAsync() =>
        [.. (await SendAsync("WebAuthn.getCredentials")).GetProperty("credentials").EnumerateArray()];

    /// <summary>Waits until no passkey is left in it: nobody tells when a signal was heard.</summary>
    public async Task ExpectEmptyAsync()
    {
        for (var patience = 100; patience > 0 && (await PasskeysAsync()).Count > 0; patience--) await Task.Delay(50);
        (await PasskeysAsync()).ShouldBeEmpty();
    }

    /// <summary>Waits until its one passkey is as it should be.</summary>
    public async Task ExpectAsync(Func<JsonElement, bool> isRight)
    {
        for (var patience = 100; patience > 0 && !isRight((await PasskeysAsync())[0]); patience--) await Task.Delay(50);
        var passkey = (await PasskeysAsync()).ShouldHaveSingleItem();
        isRight(passkey).ShouldBeTrue(passkey.GetRawText());
    }

    /// <summary>Puts the same passkey, private key and all, into this one.</summary>
    public Task AddAsync(JsonElement passkey) => SendAsync("WebAuthn.addCredential", ("credential", passkey));

    private async Task<JsonElement> SendAsync(string method, params (string Name, object Value)[] arguments)
    {
        var sent = new Dictionary<string, object> { ["authenticatorId"] = _id };
        foreach (var (name, value) in arguments) sent[name] = value;
        return (await _devTools.SendAsync(method, sent))!.Value;
    }
}

internal static class Passkeys
{
    /// <summary>The same passkey under another id.</summary>
    /// <param name="passkey">As DevTools tells it.</param>
    /// <param name="id">The other id, as DevTools writes it (base64).</param>
    public static JsonElement WithId(this JsonElement passkey, string id)
    {
        var copy = JsonNode.Parse(passkey.GetRawText())!;
        copy["credentialId"] = id;
        return JsonSerializer.SerializeToElement(copy);
    }
}
