using System.Text.Json.Serialization;
using Keystile.Server.Apps;
using Keystile.WebAuthn;

namespace Keystile.Server.Passwordless;

/// <summary>What a sign-in is for, and so what it asks for: an authentication configuration, as clients of passwordless.dev call it.</summary>
/// <param name="Name">What the page names.</param>
/// <param name="UserVerification">The least it asks for.</param>
/// <param name="Seconds">How long its verify token lives.</param>
/// <param name="Hints">What the browser's dialog should offer first.</param>
internal sealed record Purpose(string Name, UserVerification UserVerification, int Seconds, IReadOnlyList<string> Hints)
{
    public const string SignIn = "sign-in";
    public const string StepUp = "step-up";
    public const int MaxNameLength = 64;
    public const int LongestSeconds = 604_800;

    /// <summary>The two that every app has; it may change them and not delete them.</summary>
    private static readonly IReadOnlyList<Purpose> s_presets =
    [
        new(SignIn, UserVerification.Preferred, (int)VerifyToken.Lifetime.TotalSeconds, []),
        new(StepUp, UserVerification.Required, (int)VerifyToken.Lifetime.TotalSeconds, []),
    ];

    [JsonIgnore] public TimeSpan Lifetime => TimeSpan.FromSeconds(Seconds);

    public static bool IsPreset(string name) => name is SignIn or StepUp;

    /// <summary>The app's purpose of that name, or sign-in where none is named. Null where it has none: an unknown purpose taken for a sign-in would ask for less than the backend meant.</summary>
    public static Purpose? Find(App app, string? name) => All(app).FirstOrDefault(purpose => purpose.Name == (string.IsNullOrEmpty(name) ? SignIn : name));

    public static IEnumerable<Purpose> All(App app) =>
        s_presets.Where(preset => app.Settings.Purposes.All(own => own.Name != preset.Name)).Concat(app.Settings.Purposes);
}
