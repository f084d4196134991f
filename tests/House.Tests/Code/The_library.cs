using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Keystile.WebAuthn;

namespace Keystile.House.Tests;

/// <summary>Keystile.WebAuthn as others see it: its documentation, its sample, its package.</summary>
public sealed class The_library
{
    [Fact]
    public void Says_of_each_rejection_its_code_and_its_steps()
    {
        var summaries = XDocument.Load(Path.ChangeExtension(typeof(Rejection).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")?.Value.Trim());
        var fields = typeof(Rejection).GetFields().Where(field => field.IsStatic).ToArray();
        fields.Length.ShouldBeGreaterThan(50);
        fields.ShouldAllBe(field => summaries[$"F:{typeof(Rejection).FullName}.{field.Name}"] == Summary((Rejection)field.GetValue(null)!));
    }

    [Fact]
    public async Task Has_a_sample_that_runs()
    {
        var (exitCode, output) = await RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "Keystile.Samples.Library.dll"));
        exitCode.ShouldBe(0, output);
        output.ShouldBe("ada signed in with ES256; the counter stands at 1\n");
    }

    [Fact]
    public void Shows_its_sample_as_it_runs() => Repository.Read("src/WebAuthn/README.md").ShouldContain($"```csharp\n{Repository.Read("samples/library/Program.cs")}```", Case.Sensitive);

    [Fact]
    public async Task Becomes_a_package_with_readme_licence_and_documentation()
    {
        var folder = Directory.CreateTempSubdirectory("keystile-pack-");
        try
        {
            var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
            var (exitCode, output) = await RunAsync("dotnet", "pack", Repository.PathOf("src/WebAuthn"), "--no-build", "-c", configuration, "-o", folder.FullName, "-nodeReuse:false");
            exitCode.ShouldBe(0, output);

            await using var package = await ZipFile.OpenReadAsync(Directory.GetFiles(folder.FullName, "Keystile.WebAuthn.*.nupkg").ShouldHaveSingleItem(), TestContext.Current.CancellationToken);
            var names = package.Entries.Select(entry => entry.FullName).ToArray();
            names.ShouldContain("README.md");
            names.ShouldContain("lib/net10.0/Keystile.WebAuthn.dll");
            names.ShouldContain("lib/net10.0/Keystile.WebAuthn.xml");
            await using var specification = await package.GetEntry("Keystile.WebAuthn.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
            var metadata = await XDocument.LoadAsync(specification, LoadOptions.None, TestContext.Current.CancellationToken);
            Text(metadata, "license").ShouldBe("Apache-2.0");
            Text(metadata, "readme").ShouldBe("README.md");
            metadata.Descendants().Where(element => element.Name.LocalName == "dependency").ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Summary(Rejection rejection)
    {
        var steps = new[] { rejection.RegistrationStep, rejection.AuthenticationStep }.OfType<string>().Select(step => $"§{step[..3]} step {step[4..]}").ToArray();
        return rejection.Code + (steps.Length > 0 ? ", " + string.Join(" and ", steps) : "") + ".";
    }

    private static string Text(XDocument document, string element) => document.Descendants().Single(found => found.Name.LocalName == element).Value;

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
