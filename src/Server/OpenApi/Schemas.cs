using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Keystile.Server.Admin;
using Keystile.Server.Protection;
using Keystile.WebAuthn;

namespace Keystile.Server.OpenApi;

/// <summary>The components of the document: a schema for each type that goes out, made by the serializer that writes it, so that the two cannot differ.</summary>
internal sealed class Schemas
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ServerJson.Default, AdminJson.Default),
        RespectNullableAnnotations = true,
        Converters = { new UtcTimeConverter() },
    };

    private static readonly JsonSchemaExporterOptions s_exporting = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Name };

    private readonly JsonObject _components = Fixed();

    public JsonObject Components => _components;

    /// <summary>A reference to the schema of the type, which is then among the components; of a list, one to that of what is in it.</summary>
    public JsonObject Reference(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return new() { ["type"] = "array", ["items"] = Reference(type.GenericTypeArguments[0]) };
        var name = NameOf(type);
        if (!_components.ContainsKey(name)) _components[name] = Export(type);
        return new() { ["$ref"] = "#/components/schemas/" + name };
    }

    private static JsonNode Export(Type type) => s_options.GetTypeInfo(type).GetJsonSchemaAsNode(s_exporting);

    /// <summary>What converters write is invisible to the exporter; the specification names those shapes.</summary>
    private static JsonNode Name(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isNullable = schema is JsonObject given && given["type"] is JsonArray types && types.Any(one => one?.GetValue<string>() == "null");
        JsonObject? known = type == typeof(CreationOptions) ? new() { ["$ref"] = "#/components/schemas/PublicKeyCredentialCreationOptionsJSON" }
            : type == typeof(RequestOptions) ? new() { ["$ref"] = "#/components/schemas/PublicKeyCredentialRequestOptionsJSON" }
            : type == typeof(InspectionNode) ? new() { ["$ref"] = "#/components/schemas/InspectionNode" }
            : type == typeof(Signal) ? new() { ["$ref"] = "#/components/schemas/Signal" }
            : type == typeof(CredentialId) || type == typeof(UserHandle) ? new() { ["type"] = "string", ["format"] = "base64url" }
            : type == typeof(DateTimeOffset) ? new() { ["type"] = isNullable || context.PropertyInfo?.PropertyType == typeof(DateTimeOffset?) ? new JsonArray("string", "null") : "string", ["format"] = "date-time" }
            : null;
        if (known is null && schema is JsonObject whole && whole["required"] is JsonArray required) Relax(required, context.TypeInfo);
        return known ?? schema;
    }

    /// <summary>What is left out where it is null is not required.</summary>
    private static void Relax(JsonArray required, JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.ShouldSerialize is not null))
        {
            if (required.FirstOrDefault(name => name!.GetValue<string>() == property.Name) is { } optional) required.Remove(optional);
        }
    }

    private static string NameOf(Type type) => type == typeof(ProblemBody) ? "Problem" : type.Name;

    private static JsonObject Fixed() => new()
    {
        ["PublicKeyCredentialCreationOptionsJSON"] = Members.Schema("rp:object! user:object! challenge:text! pubKeyCredParams:list! timeout:integer excludeCredentials:list authenticatorSelection:object hints:strings attestation:text extensions:object"),
        ["PublicKeyCredentialRequestOptionsJSON"] = Members.Schema("challenge:text! timeout:integer rpId:text! allowCredentials:list userVerification:text hints:strings extensions:object"),
        ["RegistrationResponseJSON"] = Members.Schema("id:text! rawId:text! type:text! response:object! authenticatorAttachment clientExtensionResults:object!"),
        ["AuthenticationResponseJSON"] = Members.Schema("id:text! rawId:text! type:text! response:object! authenticatorAttachment clientExtensionResults:object!"),
        ["InspectionNode"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["name"] = new JsonObject { ["type"] = "string" },
                ["value"] = new JsonObject { ["type"] = "string" },
                ["children"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/components/schemas/InspectionNode" } },
            },
        },
        ["Signal"] = Members.Schema("type:text! rpId:text! credentialId:text userId:text allAcceptedCredentialIds:strings name:text displayName:text"),
    };
}
