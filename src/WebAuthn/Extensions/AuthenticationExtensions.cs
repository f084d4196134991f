using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>The extensions an authentication asks for (§10; CTAP 2.2 §12), in the shape that goes to the client. What is null is not asked.</summary>
public sealed record AuthenticationExtensions
{
    /// <summary>The U2F AppID that older keys were registered under (§10.1.1).</summary>
    [JsonPropertyName("appid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AppId { get; init; }

    /// <summary>Evaluate the pseudo-random function (§10.1.4). The results stay in the browser: send none of them to a server.</summary>
    [JsonPropertyName("prf"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PrfInput? Prf { get; init; }

    /// <summary>Read or write the large blob (§10.1.5).</summary>
    [JsonPropertyName("largeBlob"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LargeBlobInput? LargeBlob { get; init; }

    /// <summary>Return the few bytes kept with the credential.</summary>
    [JsonPropertyName("getCredBlob"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool GetCredBlob { get; init; }
}

/// <summary>Reads or writes the large blob; one of the two.</summary>
public sealed record LargeBlobInput
{
    /// <summary>Read it.</summary>
    [JsonPropertyName("read"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Read { get; init; }

    /// <summary>Write this, base64url.</summary>
    [JsonPropertyName("write"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Write { get; init; }
}
