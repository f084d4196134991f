namespace Keystile.Server.Tests;

/// <summary>The shared test data: <c>KEYSTILE_VECTORS</c>, or <c>../shared/vectors</c> from the repository's root.</summary>
internal static class SharedFiles
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("KEYSTILE_VECTORS") is { Length: > 0 } set ? set : Path.Combine(Root(), "..", "shared", "vectors");

    public static string[] Vectors => Directory.GetFiles(PathOf("vectors"), "*.json");

    public static string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A path in the repository that the tests were built from.</summary>
    public static string InRepository(params string[] path) => Path.Combine([Root(), .. path]);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Keystile.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Keystile.slnx");
        return folder;
    }
}
