using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>Writes and reads a domain word of bytes as base64url without padding; anything else on the wire is a <see cref="JsonException"/>.</summary>
/// <typeparam name="T">The domain word.</typeparam>
/// <remarks>Public because generated JSON contexts of other assemblies name the converters.</remarks>
public abstract class Base64UrlConverter<T> : JsonConverter<T> where T : OpaqueBytes<T>
{
    private const int LongestText = 2048;

    private protected Base64UrlConverter() { }

    private protected abstract T? TryCreate(ReadOnlySpan<byte> bytes);

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && !reader.HasValueSequence
        && StrictBase64Url.TryDecode(reader.ValueSpan) is { } bytes && TryCreate(bytes) is { } value
            ? value
            : throw new JsonException($"Expected base64url without padding for {typeof(T).Name}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        Span<byte> utf8 = stackalloc byte[LongestText];
        var written = Base64Url.EncodeToUtf8(value.Span, utf8);
        writer.WriteStringValue(utf8[..written]);
    }
}

/// <summary>A <see cref="Challenge"/> in JSON.</summary>
public sealed class ChallengeConverter : Base64UrlConverter<Challenge>
{
    private protected override Challenge? TryCreate(ReadOnlySpan<byte> bytes) => Challenge.TryCreate(bytes);
}

/// <summary>A <see cref="CredentialId"/> in JSON.</summary>
public sealed class CredentialIdConverter : Base64UrlConverter<CredentialId>
{
    private protected override CredentialId? TryCreate(ReadOnlySpan<byte> bytes) => CredentialId.TryCreate(bytes);
}

/// <summary>A <see cref="UserHandle"/> in JSON.</summary>
public sealed class UserHandleConverter : Base64UrlConverter<UserHandle>
{
    private protected override UserHandle? TryCreate(ReadOnlySpan<byte> bytes) => UserHandle.TryCreate(bytes);
}
