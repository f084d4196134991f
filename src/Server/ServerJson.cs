using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Keystile.Server.Accounts;
using Keystile.Server.Ceremonies;
using Keystile.Server.Events;
using Keystile.Server.External;
using Keystile.Server.Passwordless;
using Keystile.Server.Protection;
using Keystile.Server.Recovery;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Server.Webhooks;
using Keystile.Server.WellKnown;

namespace Keystile.Server;

/// <summary>Everything the server writes as JSON, generated at build time. Bodies come in through <see cref="JsonMembers"/>, never through here.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(RegistrationBegun))]
[JsonSerializable(typeof(AuthenticationBegun))]
[JsonSerializable(typeof(Registered))]
[JsonSerializable(typeof(AlreadyRegistered))]
[JsonSerializable(typeof(Authenticated))]
[JsonSerializable(typeof(Connected))]
[JsonSerializable(typeof(WhoAmI))]
[JsonSerializable(typeof(PasskeyList))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(IdentityList))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(AccountChanged))]
[JsonSerializable(typeof(Deleted))]
[JsonSerializable(typeof(RecoveryCodesMade))]
[JsonSerializable(typeof(RecoveryCodesState))]
[JsonSerializable(typeof(RecoveryBegun))]
[JsonSerializable(typeof(Refreshed))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(ServiceRegistrationBegun))]
[JsonSerializable(typeof(ServiceSignInBegun))]
[JsonSerializable(typeof(AliasList))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(UserCount))]
[JsonSerializable(typeof(PurposeList))]
[JsonSerializable(typeof(ProviderList))]
[JsonSerializable(typeof(ExternalSignedIn))]
[JsonSerializable(typeof(ServiceEvents))]
[JsonSerializable(typeof(EventLine))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(JwkSet))]
[JsonSerializable(typeof(PublicJwk))]
[JsonSerializable(typeof(RelatedOrigins))]
[JsonSerializable(typeof(PasskeyEndpoints))]
[JsonSerializable(typeof(IReadOnlyList<AssetLink>))]
[JsonSerializable(typeof(AppleAssociation))]
internal sealed partial class ServerJson : JsonSerializerContext;

/// <summary>Times on the wire: RFC 3339 in UTC, to the millisecond.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[24];
        value.UtcDateTime.TryFormat(text, out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}
