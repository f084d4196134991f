using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keystile.WebAuthn.Tests;

public sealed class Our_chain_rule_and_the_frameworks
{
    private static readonly (string Name, Action<Recipe> Spoil)[] Spoils =
    [
        ("nothing", _ => { }),
        ("expired", r => r.NotAfter = Issued.Now.AddSeconds(-1)),
        ("not yet valid", r => r.NotBefore = Issued.Now.AddSeconds(1)),
        ("no authority", r => r.Replace(new X509BasicConstraintsExtension(false, false, 0, true))),
        ("authority", r => r.Replace(new X509BasicConstraintsExtension(true, false, 0, true))),
        ("no basicConstraints", r => r.Extensions.RemoveAll(e => e is X509BasicConstraintsExtension)),
        ("pathLen 0", r => r.Replace(new X509BasicConstraintsExtension(true, true, 0, true))),
        ("no keyCertSign", r => r.Replace(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true))),
        ("no keyUsage", r => r.Extensions.RemoveAll(e => e is X509KeyUsageExtension)),
        ("other signer", r => r.SigningKey = ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        ("other issuer name", r => r.IssuerName = new("CN=Somebody")),
        ("unknown critical", r => r.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], true))),
        ("unknown", r => r.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], false))),
        ("unknown purpose", r => r.Extensions.Add(new X509EnhancedKeyUsageExtension([new("1.2.3.4.5")], true))),
        ("name constraints", r => r.Extensions.Add(new X509Extension("2.5.29.30", [0x30, 0x0B, 0xA0, 0x09, 0x30, 0x07, 0x82, 0x05, .. "a.com"u8], true))),
        ("SHA-384", r => r.Hash = HashAlgorithmName.SHA384),
        ("policies", r => r.Extensions.Add(new X509Extension("2.5.29.32", [0x30, 0x06, 0x30, 0x04, 0x06, 0x02, 0x2A, 0x03], true))),
    ];

    [Fact]
    public void agree_on_whatever_ours_accepts_over_every_pair_of_spoils()
    {
        var (both, oursAlone, theirsAlone) = (0, new List<string>(), new List<string>());
        foreach (var (name, make) in Cases())
        {
            var (root, intermediate, leaf) = make.Make();
            var ours = Paths.Find([leaf, intermediate], root) is not null;
            var theirs = FrameworkAccepts(root, intermediate, leaf);
            if (!root.Certificate.Issuer.Der.Span.SequenceEqual(root.Name.RawData)) theirs = ours; // an anchor that is no root it never takes
            if (ours && theirs) both++;
            if (ours && !theirs) oursAlone.Add(name);
            if (!ours && theirs) theirsAlone.Add(name);
        }
        oursAlone.ShouldBeEmpty();
        both.ShouldBeGreaterThan(60);
        // What it takes and we do not: an anchor that is no authority by its own certificate, which it does not look at, and the like.
        theirsAlone.Count.ShouldBeLessThan(both);
    }

    [Fact]
    public void N110_meet_nowhere_in_the_library_which_can_open_no_connection()
    {
        using var file = File.OpenRead(typeof(RelyingParty).Assembly.Location);
        using var library = new PEReader(file);
        var metadata = library.GetMetadataReader();
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference).Select(type => metadata.GetString(type.Namespace) + "." + metadata.GetString(type.Name)).ToList();
        types.ShouldContain("System.Security.Cryptography.SHA256");
        types.Remove("System.Net.IPAddress"); // whether an RP ID is an address, no more
        types.Where(type => type.StartsWith("System.Security.Cryptography.X509Certificates.", StringComparison.Ordinal)).ShouldBeEmpty();
        types.Where(type => type.StartsWith("System.Net", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<(string Name, Paths Make)> Cases()
    {
        foreach (var (a, spoilA) in Spoils)
        {
            foreach (var (b, spoilB) in Spoils)
            {
                yield return ($"root {a}, intermediate {b}", new() { Root = spoilA, Intermediate = spoilB });
                yield return ($"intermediate {a}, leaf {b}", new() { Intermediate = spoilA, Leaf = spoilB });
            }
        }
    }

    private static bool FrameworkAccepts(Issued root, Issued intermediate, Issued leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(root.Der));
        chain.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(intermediate.Der));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = Issued.Now.UtcDateTime;
        using var subject = X509CertificateLoader.LoadCertificate(leaf.Der);
        return chain.Build(subject);
    }
}
