using System.Collections.Immutable;

namespace StrictPost.Protocol.Checking;

/// <summary>One row of a <see cref="Survey"/>.</summary>
/// <param name="Key">Stable and readable, such as <c>tls-self-managed-name-mismatch</c>.</param>
/// <param name="Level">0 for a row of its own, more for an "of which" of the nearest row above with a smaller level.</param>
/// <param name="Title">For people.</param>
public sealed record SurveyRow(string Key, int Level, string Title);

/// <summary>How many domains stand in a row.</summary>
public sealed record SurveyCount(SurveyRow Row, int Domains);

/// <summary>
/// The summary of a run over many domains, in the categories by which 68,030 domains were measured in 2024 (Ashiq, Fiebig, Chung,
/// IMC 2025), so that the two can be laid side by side. A domain counts once in each row that it belongs to, and can stand in
/// several. Takes the same memory for any number of domains.
/// </summary>
public sealed class Survey
{
    private readonly ImmutableArray<int> _domains;

    private Survey(ImmutableArray<int> domains) => _domains = domains;

    /// <summary>Of no domain.</summary>
    public static Survey Empty { get; } = new([.. SurveyRows.All.Select(_ => 0)]);

    /// <summary>All rows in their order, those without a domain too.</summary>
    public ImmutableArray<SurveyCount> Counts =>
        [.. SurveyRows.All.Zip(_domains, (row, domains) => new SurveyCount(row.Row, domains))];

    /// <summary>The keys of the rows that a domain belongs to, for whoever keeps results and counts them later.</summary>
    public static ImmutableArray<string> RowsOf(CheckResult result)
    {
        var facts = new SurveyFacts(result);
        return [.. SurveyRows.All.Where(row => row.Holds(facts)).Select(row => row.Row.Key)];
    }

    /// <summary>The survey with one more domain.</summary>
    public Survey With(CheckResult result) => With(RowsOf(result));

    /// <summary>The survey with one more domain that belongs to these rows; keys that nobody knows are left out.</summary>
    public Survey With(IReadOnlyCollection<string> rows) =>
        new([.. SurveyRows.All.Zip(_domains, (row, domains) => rows.Contains(row.Row.Key, StringComparer.Ordinal) ? domains + 1 : domains)]);

    /// <summary>Two surveys of different domains as one.</summary>
    public Survey With(Survey other) => new([.. _domains.Zip(other._domains, (mine, theirs) => mine + theirs)]);
}
