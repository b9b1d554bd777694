namespace StrictPost.Protocol.Tests.Checking.Cases;

/// <summary>All worlds by their names.</summary>
internal static class Worlds
{
    public static IReadOnlyDictionary<string, WorldCase> ByName { get; } = new[]
        {
            DnsCases.All,
            FetchCases.All.Select(world => world with { About = $"policy host: {world.About}" }),
            MailHostCases.All.Select(world => world with { About = $"mail host: {world.About}" }),
            CoverageCases.All,
            DelegationCases.All,
        }
        .SelectMany(worlds => worlds)
        .ToDictionary(world => world.About, StringComparer.Ordinal);
}
