namespace Keystile.Browser.Tests;

/// <summary>Where the sources are that these tests were built from: <c>tests/Browser.Tests/bin/Debug/net10.0</c> is five folders down.</summary>
internal static class Repository
{
    private static readonly DirectoryInfo s_framework = new(AppContext.BaseDirectory);

    public static string Root { get; } = s_framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>The server, built in the same configuration.</summary>
    public static string Program { get; } = Path.Combine(Root, "src", "Server", "bin", s_framework.Parent!.Name, s_framework.Name, "keystile.dll");
}
