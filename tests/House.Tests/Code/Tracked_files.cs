using System.Text.RegularExpressions;

namespace Keystile.House.Tests;

/// <summary>A clone works on any machine: no committed file names a folder or a package host of the one it was written on.</summary>
public sealed partial class Tracked_files
{
    private static readonly string[] Binary = [".png", ".woff2", ".ico", ".bin", ".jar"];

    private static IEnumerable<string> Text => Repository.Files.Where(file => !Binary.Any(file.EndsWith));

    [Fact]
    public void Name_no_folder_of_a_machine() => Text.Where(file => MachineFolder().IsMatch(Repository.Read(file))).ShouldBeEmpty();

    [Fact]
    public void Name_no_package_host() => Text.Where(file => PackageHost().IsMatch(Repository.Read(file))).ShouldBeEmpty();

    [Fact]
    public void That_lock_packages_hold_no_address() =>
        Repository.Files.Where(file => file.EndsWith("packages.lock.json", StringComparison.Ordinal) || file.EndsWith("package-lock.json", StringComparison.Ordinal))
            .ShouldSatisfyAllConditions(
                locks => locks.ShouldNotBeEmpty(),
                locks => locks.Where(file => Repository.Read(file).Contains("\"resolved\": \"http", StringComparison.Ordinal)).ShouldBeEmpty());

    [Fact]
    public void Are_text_or_a_picture() =>
        Text.Where(file => File.ReadAllBytes(Repository.PathOf(file)).Contains((byte)0)).ShouldBeEmpty();

    [Theory]
    [InlineData("see /ho" + "me/ann/keystile")]
    [InlineData("cd /wo" + "rk/main")]
    [InlineData("/ro" + "ot/.nuget")]
    public void Would_be_caught_naming_a_folder(string line) => MachineFolder().IsMatch(line).ShouldBeTrue();

    [Theory]
    [InlineData("https:" + "//registry.example.org/x")]
    [InlineData("https:" + "//api.nuget.example/v3/index.json")]
    public void Would_be_caught_naming_a_package_host(string line) => PackageHost().IsMatch(line).ShouldBeTrue();

    [GeneratedRegex(@"(?<![\w.}])/(home|work|root|Users)/[\w.]")]
    private static partial Regex MachineFolder();

    [GeneratedRegex(@"https?://([\w-]+\.)*(registry|nuget|npmjs|pypi|deb|snapshot)\.")]
    private static partial Regex PackageHost();
}
