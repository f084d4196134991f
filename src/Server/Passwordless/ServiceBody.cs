using System.Globalization;
using System.Text;
using System.Text.Json;
using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.WebAuthn;

namespace Keystile.Server.Passwordless;

/// <summary>A body as the clients of passwordless.dev send it: members in any case, ids as text or number.</summary>
internal sealed class ServiceBody(JsonMembers members)
{
    private const int MaxName = 1000;

    public static readonly string[] UserVerifications = ["preferred", "required", "discouraged"];

    public static async ValueTask<Outcome<ServiceBody>> ReadAsync(HttpRequest request, params string[] names)
    {
        var body = await RequestBody.ReadAsync(request);
        if (!body.IsGood) return body.Problem;
        var members = JsonMembers.ParseAnyCase(body.Value, names);
        return members.IsGood ? new ServiceBody(members.Value) : members.Problem;
    }

    /// <summary>The body of a call from an app's page: limits and origin first, and what the body claims of RP ID and origin must be the app's.</summary>
    public static async ValueTask<Outcome<ServiceBody>> ReadFromPageAsync(HttpContext http, App app, RateLimiter limiter, RateLimit limit, params string[] names)
    {
        if (limiter.Take(limit, http) is { } wait) return wait;
        if (RequestOrigin.Check(http, app, out _) is { } foreign) return foreign;
        var body = await ReadAsync(http.Request, [.. names, "RPID", "Origin"]);
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("RPID", out var rpId) is { } wrongRpId) return wrongRpId;
        if (body.Value.Text("Origin", out var origin) is { } wrongOrigin) return wrongOrigin;
        if (rpId is not null && rpId != app.RpId) return Problem.InvalidRpId;
        return origin is not null && !app.Allows(origin) ? Problem.OriginNotAllowed : body.Value;
    }

    /// <summary>A string member; null where it is absent or null. Databases keep no U+0000 in a text.</summary>
    public Problem? Text(string name, out string? text) => members.Text(name, out text) ?? (text?.Contains('\0', StringComparison.Ordinal) == true ? HoldsNull(name) : null);

    /// <summary>The same of a name, which is no longer than what still fits into the tokens it travels in; empty where it is absent or null.</summary>
    public Problem? Name(string name, out string text)
    {
        var wrong = Text(name, out var given);
        text = given ?? "";
        return wrong ?? (text.Length > MaxName ? JsonMembers.WrongType(name, $"a text of at most {MaxName} characters") : null);
    }

    public ReadOnlyMemory<byte> Raw(string name) => members.Raw(name);

    /// <summary>The customer's own id of a user: its UTF-8 is the user handle. Null where it is absent.</summary>
    public Problem? UserId(string name, out UserHandle? user)
    {
        user = null;
        var raw = members.Raw(name).Span;
        string? text;
        if (raw.Length > 0 && raw.TrimStart((byte)'-').IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) text = Encoding.ASCII.GetString(raw);
        else if (Text(name, out text) is { } wrong) return wrong;
        if (text is null or "") return null;
        user = UserHandle.TryCreate(Encoding.UTF8.GetBytes(text));
        return user is null ? Problem.InvalidRequest with { Detail = $"The member \"{name}\" must have 1 to 64 bytes of UTF-8." } : null;
    }

    /// <summary>The user that the body must name.</summary>
    public Problem? User(string name, out UserHandle user)
    {
        var wrong = UserId(name, out var given);
        user = given!;
        return wrong ?? (given is null ? JsonMembers.WrongType(name, "there") : null);
    }

    /// <summary>One of a few words, in any case.</summary>
    public Problem? Word(string name, string byDefault, string[] known, out string word)
    {
        word = byDefault;
        if (members.Text(name, out var text) is { } wrong) return wrong;
        if (string.IsNullOrEmpty(text)) return null;
        word = text.ToLowerInvariant();
        return known.Contains(word) ? null : JsonMembers.WrongType(name, "one of " + string.Join(", ", known));
    }

    public Problem? Flag(string name, bool byDefault, out bool flag)
    {
        var raw = members.Raw(name).Span;
        flag = raw.Length == 0 || raw.SequenceEqual("null"u8) ? byDefault : raw.SequenceEqual("true"u8);
        return raw.Length == 0 || raw.SequenceEqual("null"u8) || flag || raw.SequenceEqual("false"u8) ? null : JsonMembers.WrongType(name, "true or false");
    }

    public Problem? List(string name, out IReadOnlyList<string> list)
    {
        list = [];
        var raw = members.Raw(name);
        if (raw.Length == 0 || raw.Span.SequenceEqual("null"u8)) return null;
        using var json = JsonDocument.Parse(raw);
        if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)) return JsonMembers.WrongType(name, "a list of strings");
        try
        {
            list = [.. json.RootElement.EnumerateArray().Select(item => item.GetString()!)];
            return list.Any(item => item.Contains('\0', StringComparison.Ordinal)) ? HoldsNull(name) : null;
        }
        catch (InvalidOperationException)
        {
            return Problem.MalformedJson;
        }
    }

    /// <summary>What a browser's dialog should offer first: a list, or words with commas. Unknown ones are left out, as a browser would.</summary>
    public Problem? Hints(string name, out IReadOnlyList<string> hints)
    {
        var wrong = members.Raw(name) is { Length: > 0 } raw && raw.Span[0] == '"' ? Text(name, out var text) : List(name, out hints, out text);
        hints = [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries).Intersect(["client-device", "security-key", "hybrid"])];
        return wrong;
    }

    private Problem? List(string name, out IReadOnlyList<string> list, out string text)
    {
        var wrong = List(name, out list);
        text = string.Join(',', list);
        return wrong;
    }

    /// <summary>A time to live as <c>hh:mm:ss</c>, or as a number of seconds.</summary>
    public Problem? Lifetime(string name, int byDefault, int most, out TimeSpan time)
    {
        if (members.Raw(name) is not { Length: > 0 } raw || raw.Span[0] != '"') return Seconds(name, byDefault, most, out time);
        time = default;
        if (Text(name, out var text) is { } wrong) return wrong;
        return TimeSpan.TryParseExact(text, ["hh\\:mm\\:ss", "d\\.hh\\:mm\\:ss"], CultureInfo.InvariantCulture, out time) && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromSeconds(most)
            ? null : JsonMembers.WrongType(name, $"hh:mm:ss from 00:00:01 to {TimeSpan.FromSeconds(most):c}");
    }

    private static Problem HoldsNull(string name) => JsonMembers.WrongType(name, "without the character U+0000");

    /// <summary>A whole number of seconds within bounds.</summary>
    public Problem? Seconds(string name, int byDefault, int most, out TimeSpan time)
    {
        var raw = members.Raw(name).Span;
        var seconds = byDefault;
        var good = raw.Length == 0 || raw.SequenceEqual("null"u8) || (int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds >= 1 && seconds <= most);
        time = TimeSpan.FromSeconds(seconds);
        return good ? null : JsonMembers.WrongType(name, $"a number from 1 to {most}");
    }
}
