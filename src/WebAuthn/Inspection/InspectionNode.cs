namespace Keystile.WebAuthn;

/// <summary>One line of a decoded message, with the lines below it.</summary>
/// <param name="Name">What it is, in the specification's words.</param>
/// <param name="Value">What it holds, for people to read; empty where it only has lines below.</param>
/// <param name="Children">What it is made of.</param>
public sealed record InspectionNode(string Name, string Value, IReadOnlyList<InspectionNode> Children)
{
    internal InspectionNode(string name, string value) : this(name, value, []) { }

    internal InspectionNode(string name, params IReadOnlyList<InspectionNode> children) : this(name, "", children) { }
}
