using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>What is found while a report is read: of each kind a few, however often a reporter repeats itself.</summary>
internal sealed class ReportRemarks
{
    private const int MostOfAKind = 10;
    private const int MostNames = 5;
    private const int LongestName = 40;

    private readonly List<Finding> _findings = [];
    private readonly List<string> _unknown = [];
    private int _unknownCount;

    /// <summary>What breaks the report; null while nothing does.</summary>
    public Finding? Refusal { get; private set; }

    /// <summary>The first reason counts; reading stops there.</summary>
    public void Refuse(Finding finding) => Refusal ??= finding;

    public void Note(FindingKind kind, string? value = null, string? expected = null, string? detail = null)
    {
        int same = 0;
        foreach (var found in _findings)
        {
            if (found.Kind != kind)
                continue;
            if (++same == MostOfAKind || (found.Value == value && found.Expected == expected && found.Detail == detail))
                return;
        }

        _findings.Add(kind.Found(value, expected, detail));
    }

    public void UnknownField(ReadOnlySpan<byte> name, bool escaped)
    {
        _unknownCount++;
        if (_unknown.Count == MostNames)
            return;
        string text = JsonText.Decode(name, escaped, LongestName, out _, out _);
        if (!_unknown.Contains(text, StringComparer.Ordinal))
            _unknown.Add(text);
    }

    public IReadOnlyList<Finding> All()
    {
        if (_unknownCount > 0 && Refusal is null)
            Note(ReportOddityFindings.FieldUnknown, string.Join(", ", _unknown.Select(name => $"`{name}`")), detail: $"{_unknownCount}");
        if (Refusal is not null)
            _findings.Add(Refusal);
        return _findings;
    }
}
