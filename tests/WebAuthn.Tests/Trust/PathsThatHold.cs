using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keystile.WebAuthn.Tests;

public sealed class A_path_leads_to
{
    private readonly Issued _root, _intermediate, _leaf;

    public A_path_leads_to() => (_root, _intermediate, _leaf) = new Paths().Make();

    [Fact] public void a_root_that_is_not_sent() => Paths.Find([_leaf, _intermediate], _root).ShouldNotBeNull().Id.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(_root.Der)));

    [Fact] public void a_root_that_is_sent() => Paths.Find([_leaf, _intermediate, _root], _root).ShouldNotBeNull();

    [Fact] public void V16_an_intermediate_that_is_the_anchor() => Paths.Find([_leaf, _intermediate], _intermediate).ShouldNotBeNull();

    [Fact] public void V16_an_intermediate_that_is_the_anchor_and_not_sent() => Paths.Find([_leaf], _intermediate).ShouldNotBeNull();

    [Fact] public void V16_the_attestation_certificate_itself() => Paths.Find([_leaf], _leaf).ShouldNotBeNull();

    [Fact] public void V16_the_attestation_certificate_itself_before_what_follows() => Paths.Find([_leaf, _intermediate], _leaf).ShouldNotBeNull();

    [Fact]
    public void an_anchor_that_itself_signed_over_SHA_1()
    {
        var (_, intermediate, leaf) = new Paths { Leaf = r => r.Signer = key => new Sha1Signer(key) }.Make();
        Paths.Find([leaf], intermediate).ShouldNotBeNull();
    }

    [Fact]
    public void the_right_one_of_two_anchors_with_one_name()
    {
        var stranger = Issued.Root();
        Paths.Find([_leaf, _intermediate], stranger, _root).ShouldNotBeNull().Certificate.Der.ToArray().ShouldBe(_root.Der);
    }

    [Fact]
    public void the_one_that_is_sent_of_two_issues_of_one_root()
    {
        var again = Issued.Root(change: recipe => recipe.Key = _root.Key);
        Paths.Find([_leaf, _intermediate, again], _root, again).ShouldNotBeNull().Certificate.Der.ToArray().ShouldBe(again.Der);
        Paths.Find([_leaf, _intermediate, _root], _root, again).ShouldNotBeNull().Certificate.Der.ToArray().ShouldBe(_root.Der);
        Paths.Find([_leaf, _intermediate], _root, again).ShouldNotBeNull();
    }

    [Fact]
    public void V17_an_anchor_although_the_leaf_has_extensions_nobody_knows()
    {
        var (root, intermediate, leaf) = new Paths { Leaf = r => r.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], critical: false)) }.Make();
        Paths.Find([leaf, intermediate], root).ShouldNotBeNull();
    }

    [Fact]
    public void V17_an_anchor_although_the_leaf_names_purposes_nobody_knows_critically()
    {
        var (root, intermediate, leaf) = new Paths { Leaf = r => r.Extensions.Add(new X509EnhancedKeyUsageExtension([new("1.2.3.4.5")], critical: true)) }.Make();
        Paths.Find([leaf, intermediate], root).ShouldNotBeNull();
    }

    [Fact]
    public void an_anchor_although_the_attestation_certificate_of_an_old_batch_is_signed_over_SHA_1()
    {
        var (root, intermediate, leaf) = new Paths { Leaf = r => r.Signer = key => new Sha1Signer(key) }.Make();
        Paths.Find([leaf, intermediate], root).ShouldNotBeNull();
    }

    [Fact]
    public void V17_an_anchor_over_a_certificate_with_a_critical_directory_name_and_no_subject()
    {
        var (root, intermediate, leaf) = new Paths
        {
            Leaf = r =>
            {
                r.Name = new("");
                r.Extensions.Add(new X509Extension("2.5.29.17", [0x30, 0x11, 0xA4, 0x0F, .. new X500DistinguishedName("O=AB").RawData], critical: true));
            },
        }.Make();
        leaf.Certificate.ReadDirectoryNames().ShouldNotBeNull().Count.ShouldBe(1);
        Paths.Find([leaf, intermediate], root).ShouldNotBeNull();
    }

    [Fact]
    public void an_anchor_over_an_intermediate_whose_path_length_allows_just_that()
    {
        var root = Issued.Root(change: r => r.Replace(new X509BasicConstraintsExtension(true, true, 1, true)));
        var intermediate = root.Intermediate(change: r => r.Replace(new X509BasicConstraintsExtension(true, true, 0, true)));
        Paths.Find([intermediate.Leaf(), intermediate], root).ShouldNotBeNull();
    }

    [Fact]
    public void V39_an_anchor_although_the_signature_counts_unused_bits()
    {
        var root = Issued.Root();
        var leaf = root.Leaf();
        var count = leaf.Der.Length - leaf.Certificate.Signature.Length - 1;
        leaf.Der[count].ShouldBe((byte)0);
        leaf.Der[count] = 3;
        Paths.Find([leaf], root).ShouldNotBeNull();
    }

    [Fact]
    public void V17_an_anchor_although_the_algorithm_of_a_signature_has_parameters_that_are_null()
    {
        static void WriteNull(Recipe recipe) => recipe.Signer = key => new NullParametersSigner(key);
        var (root, intermediate, leaf) = new Paths { Intermediate = WriteNull, Leaf = WriteNull }.Make();
        Paths.Find([leaf, intermediate], root).ShouldNotBeNull();
        leaf.Der[^1] ^= 1;
        Paths.Find([leaf, intermediate], root).ShouldBeNull();
    }

    [Theory]
    [InlineData("Maker Root", UniversalTagNumber.PrintableString, true)]
    [InlineData("maker  ROOT ", UniversalTagNumber.UTF8String, true)]
    [InlineData("Maker Root", UniversalTagNumber.BMPString, true)]
    [InlineData("MakerRoot", UniversalTagNumber.UTF8String, false)]
    [InlineData("Maker Root 2", UniversalTagNumber.UTF8String, false)]
    public void V17_an_anchor_whose_name_is_written_otherwise_in_its_own_certificate(string name, UniversalTagNumber kind, bool same)
    {
        static X500DistinguishedName Named(string name, UniversalTagNumber kind)
        {
            var builder = new X500DistinguishedNameBuilder();
            builder.Add("2.5.4.3", name, kind);
            return builder.Build();
        }
        var root = Issued.Root(change: r => r.Name = Named("Maker Root", UniversalTagNumber.UTF8String));
        var leaf = root.Leaf(change: r => r.IssuerName = Named(name, kind));
        (Paths.Find([leaf], root) is not null).ShouldBe(same);
    }

    [Fact]
    public void V17_no_anchor_whose_attributes_are_the_same_under_other_types_or_in_another_place()
    {
        var root = Issued.Root("O=A, CN=B");
        foreach (var other in (string[])["OU=A, CN=B", "CN=B, O=A", "O=A + CN=B", "O=A", "O=A, CN=B, CN=C"])
        {
            Paths.Find([root.Leaf(change: r => r.IssuerName = new(other))], root).ShouldBeNull(other);
        }
        Paths.Find([root.Leaf()], root).ShouldNotBeNull();
    }

    [Fact]
    public void an_anchor_in_the_first_and_the_last_second_of_its_validity()
    {
        var (root, intermediate, leaf) = new Paths { Leaf = r => (r.NotBefore, r.NotAfter) = (Issued.Now, Issued.Now) }.Make();
        Paths.Find([leaf, intermediate], root).ShouldNotBeNull();
    }
}
