namespace Keystile.WebAuthn.Tests;

public sealed class The_public_surface_of_the_library
{
    /// <summary>A promise to those who build on it: when it changes on purpose, KEYSTILE_WRITE_DOCS=1 approves what stands, and CHANGELOG.md says it.</summary>
    [Fact]
    public void is_the_approved_one()
    {
        var approved = Path.Combine(TrustVectors.Root(), "tests", "WebAuthn.Tests", "PublicApi.approved.txt");
        var now = PublicApi.Of(typeof(RelyingParty).Assembly);
        if (Environment.GetEnvironmentVariable("KEYSTILE_WRITE_DOCS") == "1") File.WriteAllText(approved, now);
        now.Split('\n').ShouldBe(File.ReadAllText(approved).Split('\n'));
    }
}
