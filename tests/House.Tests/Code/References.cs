using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Keystile.House.Tests;

/// <summary>What a built assembly really uses, read from its metadata: the assemblies and the types, not what its project file could reach.</summary>
internal sealed class References
{
    private References(string[] assemblies, string[] types) => (Assemblies, Types) = (assemblies, types);

    public IReadOnlyList<string> Assemblies { get; }

    public IReadOnlyList<string> Types { get; }

    public static References Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        var metadata = file.GetMetadataReader();
        return new(
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [.. metadata.TypeReferences.Select(handle => FullName(metadata, metadata.GetTypeReference(handle)))]);
    }

    private static string FullName(MetadataReader metadata, TypeReference type) =>
        metadata.GetString(type.Namespace) + "." + metadata.GetString(type.Name);
}
