using System.Text.Json.Nodes;
using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Storage;

namespace Keystile.Server.Admin.Apps;

/// <summary>What a request says an app shall be: members that are absent stay as they are, a setting of null goes back to its default.</summary>
internal sealed record AppChange(string? Id, string? Name, string? RpId, IReadOnlyList<string>? Origins, bool? Locked, JsonObject? Settings)
{
    public static async ValueTask<Outcome<AppChange>> ReadAsync(HttpRequest request)
    {
        var body = await JsonMembers.ReadAsync(request, "id", "name", "rpId", "origins", "locked", "settings");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("id", out var id) is { } wrongId) return wrongId;
        if (body.Value.Text("name", out var name) is { } wrongName) return wrongName;
        if (body.Value.Text("rpId", out var rpId) is { } wrongRpId) return wrongRpId;
        if (body.Value.List("origins", out var origins) is { } wrongOrigins) return wrongOrigins;
        if (body.Value.FlagOrNull("locked", out var locked) is { } wrongLock) return wrongLock;
        if (body.Value.Tree("settings", out var settings) is { } wrongSettings) return wrongSettings;
        return new AppChange(id, name, rpId, origins, locked, settings);
    }

    /// <summary>The app that this describes by itself.</summary>
    public Outcome<AppRow> New(DateTimeOffset now)
    {
        if (Id is null) return JsonMembers.WrongType("id", "there");
        if (RpId is null) return JsonMembers.WrongType("rpId", "there");
        if (Origins is null) return JsonMembers.WrongType("origins", "there");
        if (Id is OperatorStore.AppId or App.Home) return Problem.AppExists;
        return Of(new() { Id = Id, RpId = RpId, Name = Name ?? RpId, Origins = Origins, CreatedAt = now });
    }

    /// <summary>The app after the change, if it may be so.</summary>
    public Outcome<AppRow> Of(AppRow row)
    {
        if (row.Id == App.Home && ((RpId ?? row.RpId) != row.RpId || !(Origins ?? row.Origins).SequenceEqual(row.Origins))) return Problem.HomeFollowsPublicUrl;
        var settings = JsonNode.Parse(row.Settings)!.AsObject();
        foreach (var (name, value) in Settings ?? [])
        {
            if (!SettingsEdit.Names.Contains(name)) return Wrong($"there are only the settings {string.Join(", ", SettingsEdit.Names)}.");
            if (value is null) settings.Remove(name);
            else settings[name] = value.DeepClone();
        }
        var changed = row with { Name = Name ?? row.Name, RpId = RpId ?? row.RpId, Origins = Origins ?? row.Origins, Settings = settings.ToJsonString() };
        return AppRules.WhatIsWrong(row, changed) is { } wrong ? Wrong(wrong) : changed;
    }

    /// <summary>The names of what another row has otherwise, for the record.</summary>
    public static string Differences(AppRow before, AppRow after)
    {
        var (old, now) = (JsonNode.Parse(before.Settings)!.AsObject(), JsonNode.Parse(after.Settings)!.AsObject());
        string[] names =
        [
            .. before.Name != after.Name ? ["name"] : Array.Empty<string>(),
            .. before.RpId != after.RpId ? ["rpId"] : Array.Empty<string>(),
            .. !before.Origins.SequenceEqual(after.Origins) ? ["origins"] : Array.Empty<string>(),
            .. old.Select(setting => setting.Key).Union(now.Select(setting => setting.Key)).Where(name => !JsonNode.DeepEquals(old[name], now[name])),
        ];
        return string.Join(' ', names);
    }

    private static Problem Wrong(string sentence) => Problem.InvalidApp with { Detail = char.ToUpperInvariant(sentence[0]) + sentence[1..] };
}
