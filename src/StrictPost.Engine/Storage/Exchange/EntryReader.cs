using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Storage.Exchange;

/// <summary>One entry of a list, still as text. Fields that are missing are null or empty.</summary>
internal sealed record ListEntry(string Where, string? Domain, string? Mode, string? MaxAge, IReadOnlyList<string> Mx, IReadOnlyList<string> Rua);

/// <summary>Turns entries into settings, and gathers what is wrong with them.</summary>
internal sealed class EntryReader
{
    private readonly ImmutableArray<DomainSettings>.Builder _domains = ImmutableArray.CreateBuilder<DomainSettings>();
    private readonly ImmutableArray<ListProblem>.Builder _problems = ImmutableArray.CreateBuilder<ListProblem>();
    private readonly Dictionary<DomainName, string> _seen = [];

    /// <summary>True when there is no use in reading on.</summary>
    public bool IsFull => _problems.Count >= DomainList.MostProblems;

    public void Add(ListProblem problem)
    {
        if (!IsFull)
            _problems.Add(problem);
    }

    public void Add(ListEntry entry)
    {
        int before = _problems.Count;
        var domain = Domain(entry);
        var mode = Mode(entry);
        int maxAge = MaxAge(entry);
        var mx = entry.Mx.Select(text => Value(entry, "mx", DomainInput.Mx(text))).OfType<MxPattern>().ToList();
        var rua = entry.Rua.Select(text => Value(entry, "rua", ReportUri.Parse(text))).OfType<ReportUri>().ToList();
        if (_problems.Count > before || domain is null)
            return;

        var policy = new StsPolicy { Mode = mode, MaxAge = maxAge, Mx = DomainInput.WithoutDoubles(mx) };
        if (DomainInput.FirstError(DomainInput.Judge(policy)) is { } error)
            Add(entry, "mx", error);
        else
            _domains.Add(new DomainSettings(domain, policy) { Rua = [.. rua] });
    }

    public DomainListReading ToReading() => new(_domains.ToImmutable(), _problems.ToImmutable());

    private DomainName? Domain(ListEntry entry)
    {
        var domain = Value(entry, "domain", DomainInput.Domain(entry.Domain ?? ""));
        if (domain is null || _seen.TryAdd(domain, entry.Where))
            return domain;
        Add(new ListProblem(entry.Where, "domain", $"{domain} stands in the list twice, first at {_seen[domain]}.", "Keep one of the two."));
        return null;
    }

    private PolicyMode Mode(ListEntry entry)
    {
        if (entry.Mode is null)
            return DomainSettings.UsualMode;
        if (DomainInput.Mode(entry.Mode, out var mode) is { } fault)
            Add(entry, "mode", fault);
        return mode;
    }

    private int MaxAge(ListEntry entry)
    {
        if (entry.MaxAge is null)
            return DomainSettings.UsualMaxAge;
        if (DomainInput.MaxAge(entry.MaxAge, out int seconds) is { } fault)
            Add(entry, "max_age", fault);
        return seconds;
    }

    private T? Value<T>(ListEntry entry, string field, Parsed<T> parsed)
        where T : class
    {
        if (parsed.Value is null)
            Add(entry, field, parsed.Findings[0]);
        return parsed.Value;
    }

    private void Add(ListEntry entry, string field, Finding finding) =>
        Add(new ListProblem(entry.Domain is null ? entry.Where : $"{entry.Where} ({entry.Domain})", field, finding.Message, finding.Fix));
}
