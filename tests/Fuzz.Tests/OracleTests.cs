using System.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Fuzz.Tests;

/// <summary>What judges the mutants may itself not be wrong: each mistake it once made has its test.</summary>
public sealed class What_a_changed_ceremony_means
{
    private static readonly IReadOnlyList<Specimen> All = Specimens.All();
    private static readonly HashSet<string> Credentials = [.. All.Select(specimen => specimen.Credential).OfType<string>()];

    [Fact]
    public void is_an_honest_registration_where_a_whole_credential_without_a_statement_was_exchanged()
    {
        var (attested, other) = (Of("packed self ES256 #2"), Of("none #1"));
        var mutant = Spliced(attested, other);

        attested.Judge(mutant).ShouldBeNull();
        attested.MeansTheSame(mutant, Credentials).ShouldBeTrue();
        attested.MeansTheSame(mutant, new HashSet<string> { attested.Credential! }).ShouldBeFalse();
    }

    [Fact]
    public void is_another_where_the_exchanged_credential_brings_its_statement()
    {
        var (attested, other) = (Of("packed self ES256 #2"), Of("packed self ES256 #1"));
        attested.MeansTheSame(Spliced(attested, other), Credentials).ShouldBeFalse();
    }

    /// <summary>CBOR has null for a label too.</summary>
    [Fact]
    public void is_read_where_a_label_is_null()
    {
        var specimen = Of("none #1");
        var mutant = Changed(specimen, response => response["attestationObject"] = Base64Text.Url(Cbor.Encode(new LooseMap { { null, "none" }, { "attStmt", new LooseMap() }, { "authData", new byte[64] } })));
        Should.NotThrow(() => specimen.MeansTheSame(mutant, Credentials)).ShouldBeFalse();
        specimen.Judge(mutant).ShouldNotBeNull();
    }

    private static Specimen Of(string name) => All.Single(specimen => specimen.Name == name);

    private static byte[] Spliced(Specimen specimen, Specimen other)
    {
        var donor = JsonNode.Parse(other.Json)!;
        return Changed(specimen, response =>
        {
            response["attestationObject"] = donor["response"]!["attestationObject"]!.DeepClone();
            foreach (var id in (string[])["id", "rawId"]) response.Parent![id] = donor[id]!.DeepClone();
        });
    }

    private static byte[] Changed(Specimen specimen, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(specimen.Json)!;
        change(root["response"]!.AsObject());
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
