using System.Text.Json;

namespace Keystile.WebAuthn;

/// <summary>The client extension outputs this library reads (§10.1), out of <c>getClientExtensionResults()</c>. The results of <c>prf</c> are skipped unread.</summary>
internal sealed class ClientOutputs
{
    private static readonly byte[][] Names =
        ["credProps"u8.ToArray(), "prf"u8.ToArray(), "largeBlob"u8.ToArray(), "appid"u8.ToArray(), "appidExclude"u8.ToArray()];
    private static readonly byte[][] CredPropsNames = ["rk"u8.ToArray()];
    private static readonly byte[][] PrfNames = ["enabled"u8.ToArray()];
    private static readonly byte[][] LargeBlobNames = ["supported"u8.ToArray(), "blob"u8.ToArray(), "written"u8.ToArray()];

    public bool? Discoverable { get; private set; }
    public bool? PrfEnabled { get; private set; }
    public bool? LargeBlobSupported { get; private set; }
    public byte[]? LargeBlob { get; private set; }
    public bool? LargeBlobWritten { get; private set; }
    public bool? AppId { get; private set; }
    public bool? AppIdExclude { get; private set; }

    /// <summary>Which of the known ones were there, asked or not.</summary>
    public ClientOutputKinds Present { get; private set; }

    /// <summary>Reads those that were asked for and skips the others unread; null where one of them is doubled or of the wrong type.</summary>
    public static ClientOutputs? TryRead(ReadOnlySpan<byte> json, ClientOutputKinds asked)
    {
        try
        {
            var outputs = new ClientOutputs();
            outputs.Read(json, asked);
            return outputs;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Read(ReadOnlySpan<byte> json, ClientOutputKinds asked)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        JsonMembers.Open(ref reader);
        var members = new JsonMembers(Names, refuseOtherCase: false);
        while (members.TryNext(ref reader, out var member))
        {
            var kind = (ClientOutputKinds)(1 << member);
            Present |= kind;
            if ((asked & kind) == 0) reader.Skip();
            else switch (member)
                {
                    case 0: Discoverable = ReadFlag(ref reader, CredPropsNames); break;
                    case 1: PrfEnabled = ReadFlag(ref reader, PrfNames); break;
                    case 2: ReadLargeBlob(ref reader); break;
                    case 3: AppId = reader.ReadBoolean(); break;
                    default: AppIdExclude = reader.ReadBoolean(); break;
                }
        }
    }

    /// <summary>One flag of an object; null where it, or the object, is null or not there, as some clients write what they do not know.</summary>
    private static bool? ReadFlag(ref Utf8JsonReader reader, byte[][] name)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        JsonMembers.Open(ref reader);
        bool? flag = null;
        var members = new JsonMembers(name, refuseOtherCase: false);
        while (members.TryNext(ref reader, out _)) flag = reader.TokenType == JsonTokenType.Null ? null : reader.ReadBoolean();
        return flag;
    }

    private void ReadLargeBlob(ref Utf8JsonReader reader)
    {
        JsonMembers.Open(ref reader);
        var members = new JsonMembers(LargeBlobNames, refuseOtherCase: false);
        while (members.TryNext(ref reader, out var member))
        {
            switch (member)
            {
                case 0: LargeBlobSupported = reader.ReadBoolean(); break;
                case 1: LargeBlob = reader.ReadBase64Url(); break;
                default: LargeBlobWritten = reader.ReadBoolean(); break;
            }
        }
    }
}

/// <summary>Which client outputs were there, in the order of <see cref="ClientOutputs"/>' names.</summary>
[Flags]
internal enum ClientOutputKinds
{
    None = 0,
    CredentialProperties = 1 << 0,
    Prf = 1 << 1,
    LargeBlob = 1 << 2,
    AppId = 1 << 3,
    AppIdExclude = 1 << 4,
}
