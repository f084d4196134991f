using System.Text.Json;

namespace Keystile.Server.Import;

/// <summary>Takes the file apart user by user, so that one bad row does not hide the others.</summary>
internal static class ImportFile
{
    /// <summary>The users that could be read, with their places in the file; every other row is a fault.</summary>
    public static IReadOnlyList<(int Index, PortableUser User)> Read(byte[] json, string rpId, List<string> faults)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (Text(root, "format") != PortableFile.Version) faults.Add($"format: is not \"{PortableFile.Version}\".");
            if (Text(root, "rpId") != rpId) faults.Add($"rpId: is not {rpId}, the app's; passkeys of another RP ID are worth nothing here.");
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("users", out var users) && users.ValueKind == JsonValueKind.Array) return Read(users, faults);
            faults.Add("users: is not a list.");
        }
        catch (JsonException malformed)
        {
            faults.Add($"line {malformed.LineNumber + 1}: is no JSON, or a member stands there twice.");
        }
        return [];
    }

    private static List<(int, PortableUser)> Read(JsonElement users, List<string> faults)
    {
        var read = new List<(int, PortableUser)>();
        var index = 0;
        foreach (var element in users.EnumerateArray())
        {
            try
            {
                read.Add((index, element.Deserialize(PortableJson.Default.PortableUser) ?? throw new JsonException(null, "$", null, null)));
            }
            catch (JsonException wrong)
            {
                faults.Add($"users[{index}]{wrong.Path?.TrimStart('$')}: a member is missing, unknown, there twice or of the wrong type.");
            }
            index++;
        }
        return read;
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
