namespace Keystile.WebAuthn.Tests;

/// <summary>A path that holds: root, intermediate, leaf; x5c is leaf and intermediate. A test spoils one thing of it.</summary>
internal sealed class Paths
{
    public Action<Recipe>? Root { get; init; }
    public Action<Recipe>? Intermediate { get; init; }
    public Action<Recipe>? Leaf { get; init; }

    public (Issued Root, Issued Intermediate, Issued Leaf) Make()
    {
        var root = Issued.Root(change: Root);
        var intermediate = root.Intermediate(change: Intermediate);
        return (root, intermediate, intermediate.Leaf(change: Leaf));
    }

    public static TrustAnchor? Find(IEnumerable<Issued> path, params Issued[] anchors) =>
        CertificatePath.FindAnchor([.. path.Select(issued => issued.Certificate)], [.. anchors.Select(issued => new TrustAnchor(issued.Certificate))], Issued.Now);

    public void ShouldLeadNowhere()
    {
        var (root, intermediate, leaf) = Make();
        Find([leaf, intermediate], root).ShouldBeNull();
        Find([leaf, intermediate, root], root).ShouldBeNull();
    }
}
