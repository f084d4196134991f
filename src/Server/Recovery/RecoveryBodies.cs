using System.Text.Json.Serialization;
using Keystile.Server.Ceremonies;

namespace Keystile.Server.Recovery;

/// <summary>New codes, which are shown this once.</summary>
internal sealed record RecoveryCodesMade(IReadOnlyList<string> Codes, DateTimeOffset CreatedAt);

/// <summary>How many codes are left. <c>CreatedAt</c> is null where none are.</summary>
internal sealed record RecoveryCodesState(int Left, DateTimeOffset? CreatedAt);

/// <summary>A session that can only add a passkey: whose account it is, and what a client without cookies holds.</summary>
internal sealed record RecoveryBegun(UserBody User, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RecoveryTokens? Session);

/// <summary>No refresh token: what is not done within a quarter of an hour begins anew.</summary>
internal sealed record RecoveryTokens(string AccessToken, int ExpiresIn)
{
    public string TokenType { get; } = "Bearer";
}
