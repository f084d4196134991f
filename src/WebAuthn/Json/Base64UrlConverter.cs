using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>Writes and reads a domain word of bytes as base64url without padding; anything else on the wire is a <see cref="JsonException"/>.</summary>
internal abstract class Base64UrlConverter<T> : JsonConverter<T> where T : OpaqueBytes<T>
{
    private const int LongestText = 2048;

    protected abstract T? TryCreate(ReadOnlySpan<byte> bytes);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && !reader.HasValueSequence
        && StrictBase64Url.TryDecode(reader.ValueSpan) is { } bytes && TryCreate(bytes) is { } value
            ? value
            : throw new JsonException($"Expected base64url without padding for {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        Span<byte> utf8 = stackalloc byte[LongestText];
        var written = Base64Url.EncodeToUtf8(value.Span, utf8);
        writer.WriteStringValue(utf8[..written]);
    }
}

internal sealed class ChallengeConverter : Base64UrlConverter<Challenge>
{
    protected override Challenge? TryCreate(ReadOnlySpan<byte> bytes) => Challenge.TryCreate(bytes);
}

internal sealed class CredentialIdConverter : Base64UrlConverter<CredentialId>
{
    protected override CredentialId? TryCreate(ReadOnlySpan<byte> bytes) => CredentialId.TryCreate(bytes);
}

internal sealed class UserHandleConverter : Base64UrlConverter<UserHandle>
{
    protected override UserHandle? TryCreate(ReadOnlySpan<byte> bytes) => UserHandle.TryCreate(bytes);
}
