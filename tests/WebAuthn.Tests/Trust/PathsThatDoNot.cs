using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keystile.WebAuthn.Tests;

public sealed class A_path_leads_nowhere_when
{
    [Fact]
    public void N105_no_anchor_issued_it()
    {
        var (_, intermediate, leaf) = new Paths().Make();
        Paths.Find([leaf, intermediate], Issued.Root("CN=Other")).ShouldBeNull();
        Paths.Find([leaf, intermediate]).ShouldBeNull();
        Paths.Find([], Issued.Root()).ShouldBeNull();
    }

    [Fact]
    public void N106_its_root_is_the_attackers_own()
    {
        var (root, intermediate, leaf) = new Paths().Make();
        Paths.Find([leaf, intermediate, root], Issued.Root("CN=Ours")).ShouldBeNull();
    }

    [Fact]
    public void N106_its_root_is_the_attackers_own_under_the_name_of_ours()
    {
        var (root, intermediate, leaf) = new Paths().Make();
        Paths.Find([leaf, intermediate, root], Issued.Root()).ShouldBeNull();
    }

    [Fact]
    public void N106_the_anchor_is_sent_along_but_issued_nothing()
    {
        var (_, intermediate, leaf) = new Paths().Make();
        var ours = Issued.Root("CN=Ours");
        Paths.Find([leaf, intermediate, ours], ours).ShouldBeNull();
        Paths.Find([leaf, ours], ours).ShouldBeNull();
    }

    [Fact] public void N107_the_intermediate_is_no_authority() => new Paths { Intermediate = r => r.Replace(new X509BasicConstraintsExtension(false, false, 0, true)) }.ShouldLeadNowhere();

    [Fact] public void N107_the_intermediate_does_not_say_that_it_is_an_authority() => new Paths { Intermediate = r => r.Extensions.RemoveAll(e => e is X509BasicConstraintsExtension) }.ShouldLeadNowhere();

    [Fact] public void N107_the_intermediates_key_may_not_sign_certificates() => new Paths { Intermediate = r => r.Replace(new X509KeyUsageExtension(X509KeyUsageFlags.CrlSign, true)) }.ShouldLeadNowhere();

    [Fact] public void N107_the_anchors_key_may_not_sign_certificates() => new Paths { Root = r => r.Replace(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true)) }.ShouldLeadNowhere();

    [Fact] public void N107_the_anchor_is_no_authority() => new Paths { Root = r => r.Replace(new X509BasicConstraintsExtension(false, false, 0, true)) }.ShouldLeadNowhere();

    [Fact] public void N107_the_anchors_path_length_is_exceeded() => new Paths { Root = r => r.Replace(new X509BasicConstraintsExtension(true, true, 0, true)) }.ShouldLeadNowhere();

    [Fact]
    public void N107_an_intermediates_path_length_is_exceeded()
    {
        var root = Issued.Root();
        var upper = root.Intermediate("CN=Upper", r => r.Replace(new X509BasicConstraintsExtension(true, true, 0, true)));
        var lower = upper.Intermediate("CN=Lower");
        Paths.Find([lower.Leaf(), lower, upper], root).ShouldBeNull();
    }

    [Fact]
    public void N107_the_path_goes_on_below_an_end_entity()
    {
        var (root, intermediate, leaf) = new Paths().Make();
        Paths.Find([leaf.Leaf("CN=Below"), leaf, intermediate], root).ShouldBeNull();
    }

    [Fact]
    public void N107_the_issuer_has_another_name()
    {
        var (root, intermediate, leaf) = new Paths { Leaf = r => r.IssuerName = new("CN=Somebody") }.Make();
        Paths.Find([leaf, intermediate], root).ShouldBeNull();
    }

    [Fact]
    public void N107_the_issuers_key_did_not_sign()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        new Paths { Leaf = r => r.SigningKey = other }.ShouldLeadNowhere();
        new Paths { Intermediate = r => r.SigningKey = other }.ShouldLeadNowhere();
    }

    [Fact]
    public void N107_the_certificates_stand_in_another_order()
    {
        var (root, intermediate, leaf) = new Paths().Make();
        Paths.Find([intermediate.Leaf("CN=Second"), leaf, intermediate], root).ShouldBeNull();
        Paths.Find([leaf, leaf, intermediate], root).ShouldBeNull();
        Paths.Find([leaf, root, intermediate], root).ShouldBeNull();
    }

    [Fact]
    public void N107_a_certificate_is_missing()
    {
        var (root, _, leaf) = new Paths().Make();
        Paths.Find([leaf], root).ShouldBeNull();
        Paths.Find([leaf, root], root).ShouldBeNull();
    }

    [Fact]
    public void N107_one_of_them_is_expired()
    {
        static void Expire(Recipe recipe) => recipe.NotAfter = Issued.Now.AddSeconds(-1);
        new Paths { Leaf = Expire }.ShouldLeadNowhere();
        new Paths { Intermediate = Expire }.ShouldLeadNowhere();
        new Paths { Root = Expire }.ShouldLeadNowhere();
    }

    [Fact]
    public void N107_one_of_them_is_not_yet_valid()
    {
        static void Delay(Recipe recipe) => recipe.NotBefore = Issued.Now.AddSeconds(1);
        new Paths { Leaf = Delay }.ShouldLeadNowhere();
        new Paths { Intermediate = Delay }.ShouldLeadNowhere();
        new Paths { Root = Delay }.ShouldLeadNowhere();
    }

    [Fact]
    public void the_anchor_is_the_leaf_and_expired()
    {
        var (_, _, leaf) = new Paths { Leaf = r => r.NotAfter = Issued.Now.AddSeconds(-1) }.Make();
        Paths.Find([leaf], leaf).ShouldBeNull();
    }

    [Fact]
    public void a_critical_extension_is_unknown()
    {
        static void Demand(Recipe recipe) => recipe.Extensions.Add(new X509Extension("1.3.6.1.4.1.45724.1.1.4", [4, 0], critical: true));
        new Paths { Leaf = Demand }.ShouldLeadNowhere();
        new Paths { Intermediate = Demand }.ShouldLeadNowhere();
        new Paths { Root = Demand }.ShouldLeadNowhere();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void an_authority_constrains_names(bool critical)
    {
        void Constrain(Recipe recipe) => recipe.Extensions.Add(new X509Extension("2.5.29.30", [0x30, 0x0B, 0xA1, 0x09, 0x30, 0x07, 0x82, 0x05, .. "a.com"u8], critical));
        new Paths { Intermediate = Constrain }.ShouldLeadNowhere();
        new Paths { Root = Constrain }.ShouldLeadNowhere();
    }

    [Fact]
    public void an_authority_is_signed_over_SHA_1()
    {
        new Paths { Intermediate = r => r.Signer = key => new Sha1Signer(key) }.ShouldLeadNowhere();
        var root = Issued.Root();
        var authority = root.Intermediate(change: r => r.Signer = key => new Sha1Signer(key));
        Paths.Find([authority], root).ShouldBeNull();
    }

    [Fact]
    public void it_is_longer_than_any_of_the_field()
    {
        var issuers = new List<Issued> { Issued.Root() };
        for (var i = 1; i < CertificatePath.MaxLength; i++) issuers.Add(issuers[^1].Intermediate($"CN=Intermediate {i}"));
        var (root, longest) = (issuers[0], issuers[1..]);
        longest.Reverse();
        Paths.Find([longest[0].Leaf(), .. longest], root).ShouldNotBeNull();
        var deeper = longest[0].Intermediate("CN=Deeper");
        Paths.Find([deeper.Leaf(), deeper, .. longest], root).ShouldBeNull();
    }

    [Fact]
    public void N108_only_the_systems_store_knows_its_root()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        store.Certificates.Count.ShouldBeGreaterThan(0);
        foreach (var root in store.Certificates)
        {
            if (Certificate.TryParse(root.RawData) is { } parsed) CertificatePath.FindAnchor([parsed], [new(Issued.Root().Certificate)], Issued.Now).ShouldBeNull();
        }
    }
}
