using System.Text.Json;
using Keystile.WebAuthn;

namespace Keystile.Server.Passwordless;

/// <summary>A token, whichever.</summary>
internal sealed record TokenAnswer(string Token);

/// <summary>A begun registration, as the clients of passwordless.dev read it.</summary>
internal sealed record ServiceRegistrationBegun(CreationOptions Data, string Session);

/// <summary>A begun sign-in, as the clients of passwordless.dev read it.</summary>
internal sealed record ServiceSignInBegun(RequestOptions Data, string Session);

/// <summary>What a verified token proves. Both spellings of the RP ID are there: clients differ.</summary>
/// <remarks>Written by hand: the serializer of the framework takes <c>rpId</c> and <c>rpid</c> for one member.</remarks>
internal sealed class Verified(VerifyToken token) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => JsonAnswer.WriteAsync(httpContext, Write);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("userId", ServiceUsers.IdOf(token.User));
        json.WriteString("timestamp", DateTimeOffset.FromUnixTimeSeconds(token.IssuedAt).UtcDateTime);
        json.WriteString("rpId", token.RpId);
        json.WriteString("rpid", token.RpId);
        json.WriteString("origin", token.Origin);
        json.WriteBoolean("success", true);
        json.WriteString("device", token.Device);
        // Never null for clients' sake, and never known: Keystile looks no address up.
        json.WriteString("country", "");
        json.WriteString("nickname", token.Nickname);
        // Standard base64, as the .NET client insists; empty where no passkey was used.
        json.WriteBase64String("credentialId", token.Credential is null ? [] : token.Credential.Span);
        json.WriteString("purpose", token.Purpose ?? Purpose.SignIn);
        json.WriteString("expiresAt", token.Expiry.UtcDateTime);
        json.WriteString("tokenId", token.Id);
        json.WriteString("type", token.Type);
        json.WriteEndObject();
    }
}
