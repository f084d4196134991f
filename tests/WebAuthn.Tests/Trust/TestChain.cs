using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keystile.WebAuthn.Tests;

/// <summary>Makes certificates for tests with the framework's own writer: root, intermediates, leaf, each as spoiled as asked.</summary>
internal sealed record Issued(byte[] Der, ECDsa Key, X500DistinguishedName Name)
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public Certificate Certificate => WebAuthn.Certificate.TryParse(Der).ShouldNotBeNull();

    public static Issued Root(string name = "CN=Root", Action<Recipe>? change = null) => Make(null, name, Authority, change);

    public Issued Intermediate(string name = "CN=Intermediate", Action<Recipe>? change = null) => Make(this, name, Authority, change);

    public Issued Leaf(string name = "C=SE, O=Maker, OU=Authenticator Attestation, CN=Leaf", Action<Recipe>? change = null) => Make(this, name, EndEntity, change);

    private static void Authority(Recipe recipe)
    {
        recipe.Extensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        recipe.Extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
    }

    private static void EndEntity(Recipe recipe) => recipe.Extensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));

    private static Issued Make(Issued? issuer, string name, Action<Recipe> kind, Action<Recipe>? change)
    {
        var recipe = new Recipe { Name = new(name), IssuerName = issuer?.Name, Key = ECDsa.Create(ECCurve.NamedCurves.nistP256) };
        kind(recipe);
        change?.Invoke(recipe);
        var request = new CertificateRequest(recipe.Name, recipe.Key, recipe.Hash);
        recipe.Extensions.ForEach(request.CertificateExtensions.Add);
        var signer = recipe.Signer(recipe.SigningKey ?? issuer?.Key ?? recipe.Key);
        using var made = request.Create(recipe.IssuerName ?? recipe.Name, signer, recipe.NotBefore, recipe.NotAfter, recipe.SerialNumber);
        return new(made.RawData, recipe.Key, recipe.Name);
    }
}

/// <summary>What one test certificate is made of; a test changes one thing of it.</summary>
internal sealed class Recipe
{
    public required X500DistinguishedName Name { get; set; }
    public X500DistinguishedName? IssuerName { get; set; }
    public required ECDsa Key { get; set; }
    public ECDsa? SigningKey { get; set; }
    public HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;
    public Func<ECDsa, X509SignatureGenerator> Signer { get; set; } = X509SignatureGenerator.CreateForECDsa;
    public DateTimeOffset NotBefore { get; set; } = Issued.Now.AddYears(-1);
    public DateTimeOffset NotAfter { get; set; } = Issued.Now.AddYears(1);
    public byte[] SerialNumber { get; set; } = [1, .. RandomNumberGenerator.GetBytes(8)];
    public List<X509Extension> Extensions { get; } = [];

    public void Replace<T>(T extension) where T : X509Extension
    {
        Extensions.RemoveAll(old => old is T);
        Extensions.Add(extension);
    }
}

/// <summary>Signs as nobody should any more: ECDSA over SHA-1, which the framework's own writer refuses to.</summary>
internal sealed class Sha1Signer(ECDsa key) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString("300906072A8648CE3D0401");

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

    protected override PublicKey BuildPublicKey() => new(key);
}

/// <summary>Signs as some security keys were made: the algorithm's parameters, which ECDSA has none of, are written as NULL.</summary>
internal sealed class NullParametersSigner(ECDsa key) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString("300C06082A8648CE3D0403020500");

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    protected override PublicKey BuildPublicKey() => new(key);
}
