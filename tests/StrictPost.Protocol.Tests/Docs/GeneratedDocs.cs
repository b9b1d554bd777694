using System.Reflection;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>Documentation that is written from the code, kept in the repository, and compared by tests.</summary>
internal static class GeneratedDocs
{
    /// <summary>Set to 1 to write the files instead of comparing them.</summary>
    public const string UpdateVariable = "STRICTPOST_UPDATE_DOCS";

    /// <summary>The repository that these tests were built in.</summary>
    public static string Root { get; } = typeof(GeneratedDocs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static bool Updating => Environment.GetEnvironmentVariable(UpdateVariable) == "1";

    /// <summary>Compares one file with what it should hold, or writes it.</summary>
    public static void Check(string path, string content)
    {
        string full = Path.Combine(Root, path);
        if (Updating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, content);
        }

        string present = File.Exists(full) ? File.ReadAllText(full).ReplaceLineEndings("\n") : "";
        Assert.True(present == content, $"{path} is stale. Run the tests once with {UpdateVariable}=1 and look at what changes.");
    }

    /// <summary>Compares the files of a folder with the names that it should hold, or deletes the others.</summary>
    public static void CheckNothingElse(string folder, IEnumerable<string> names)
    {
        var strange = Directory.GetFiles(Path.Combine(Root, folder)).Select(path => Path.GetFileName(path)!)
            .Except(names, StringComparer.Ordinal).ToList();
        if (!Updating)
            Assert.Empty(strange);
        foreach (string name in strange)
            File.Delete(Path.Combine(Root, folder, name));
    }
}
