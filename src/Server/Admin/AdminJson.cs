using System.Text.Json.Serialization;
using Keystile.Server.Admin.Apps;
using Keystile.Server.Admin.Events;
using Keystile.Server.Admin.Invitations;
using Keystile.Server.Admin.Playground;
using Keystile.Server.Admin.Users;

namespace Keystile.Server.Admin;

/// <summary>Everything the console's API writes as JSON, beside what it shares with the account API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(OperatorBody))]
[JsonSerializable(typeof(OperatorList))]
[JsonSerializable(typeof(InvitationOffer))]
[JsonSerializable(typeof(InvitationList))]
[JsonSerializable(typeof(InvitationCreated))]
[JsonSerializable(typeof(OperatorJoined))]
[JsonSerializable(typeof(AppList))]
[JsonSerializable(typeof(AppBody))]
[JsonSerializable(typeof(AppCreated))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(KeyCreated))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(UserDetail))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(SignInChart))]
[JsonSerializable(typeof(PlaygroundReport))]
internal sealed partial class AdminJson : JsonSerializerContext;
