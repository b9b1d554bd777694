using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace StrictPost.EndToEnd.Tests.House;

/// <summary>What a built assembly refers to, read from its metadata without loading it.</summary>
internal static class BuiltAssembly
{
    /// <summary>Names of the assemblies that it uses something of.</summary>
    public static IReadOnlyList<string> References(string assembly) => Read(assembly, metadata =>
        metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)));

    /// <summary>Full names of the types that it uses of another assembly; a nested type stands as the type around it.</summary>
    public static IReadOnlyList<string> TypesOf(string assembly, string other) => Read(assembly, metadata =>
        from handle in metadata.TypeReferences
        let type = metadata.GetTypeReference(handle)
        where type.ResolutionScope.Kind == HandleKind.AssemblyReference
        let scope = metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope)
        where metadata.GetString(scope.Name) == other
        select $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}");

    private static List<string> Read(string assembly, Func<MetadataReader, IEnumerable<string>> read)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        using var image = new PEReader(file);
        return [.. read(image.GetMetadataReader())];
    }
}
