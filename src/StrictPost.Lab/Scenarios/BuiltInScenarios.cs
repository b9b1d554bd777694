using System.Collections.Immutable;

namespace StrictPost.Lab.Scenarios;

/// <summary>The scenarios that come with the lab, by name.</summary>
public static class BuiltInScenarios
{
    private const string Suffix = ".json";
    private const string Folder = "scenario/";

    private static readonly Lazy<ImmutableSortedDictionary<string, Scenario>> Read = new(ReadAll);

    /// <summary>All of them. A name is its file's, such as <c>expired-mx</c>.</summary>
    /// <exception cref="InvalidDataException">One of the lab's own files is no good: a bug.</exception>
    public static ImmutableSortedDictionary<string, Scenario> All => Read.Value;

    private static ImmutableSortedDictionary<string, Scenario> ReadAll()
    {
        var assembly = typeof(BuiltInScenarios).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(resource => resource[Folder.Length..^Suffix.Length], ReadOne, StringComparer.Ordinal);
    }

    private static Scenario ReadOne(string resource)
    {
        using var stream = typeof(BuiltInScenarios).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var (scenario, problem) = ScenarioFile.Read(bytes);
        return scenario ?? throw new InvalidDataException($"{resource}: {problem}");
    }
}
