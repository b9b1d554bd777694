using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Changes.Gate;

/// <summary>What reports prove for a policy, and what is missing.</summary>
internal sealed class GateProof
{
    private readonly GateInput _input;
    private readonly ImmutableArray<ReplayedDay> _refused;
    private readonly List<PolicyDay> _present;
    private readonly List<PolicyDay> _clean;
    private readonly int _days;
    private readonly int _reporters;

    /// <param name="input">The reports.</param>
    /// <param name="refused">What would have been refused, the latest first.</param>
    public GateProof(GateInput input, ImmutableArray<ReplayedDay> refused)
    {
        _input = input;
        _refused = refused;
        _present = [.. input.Days.Where(day => day.Type == PolicyType.Sts && day.Version == input.Version && SessionCount.Sum(day.Successful, day.Failed) > 0)];
        _clean = [.. _present.Where(day => GateReplay.IsBelieved(day.Trust) && (refused.IsEmpty || day.Day > refused[0].Day))];
        _days = _clean.Select(day => day.Day).Distinct().Count();
        _reporters = _clean.Select(day => ReporterName.Of(day.Reporter)).Distinct(StringComparer.OrdinalIgnoreCase).Count();
    }

    /// <summary>When the days can be full; null where they are.</summary>
    public DateTimeOffset? Earliest => LacksDays
        ? new DateTimeOffset(Last().AddDays(_input.Terms.Days - _days + 1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : null;

    private bool LacksDays => _days < _input.Terms.Days;

    private bool LacksReporters => _reporters < _input.Terms.Reporters;

    /// <summary>All that is missing.</summary>
    public IEnumerable<Finding> Missing()
    {
        if ((LacksDays || LacksReporters) && !_refused.IsEmpty)
            yield return Refused();
        if (LacksDays && OtherVersion() is { } other)
            yield return other;
        if (LacksDays)
            yield return GateFindings.DaysMissing.Found($"{_days}", $"{_input.Terms.Days}", Since());
        if (LacksReporters)
            yield return ReportersMissing();
    }

    /// <summary>The last day that can add nothing any more: the report for yesterday may still come.</summary>
    private DateOnly Last() => _clean.Select(day => day.Day).Concat(_refused.Select(day => day.Day)).Append(_input.Today.AddDays(-2)).Max();

    private Finding Refused()
    {
        var last = _refused[0];
        long sessions = _refused.Aggregate(0L, (sum, day) => SessionCount.Sum(sum, day.Sessions));
        return GateFindings.SessionsRefused.Found(
            GateWords.Count(sessions), DayText.Of(_refused[^1].Day, _input.Today),
            $"{GateWords.Count(last.Sessions)} from {last.Reporter} on {DayText.Of(last.Day, _input.Today)}; {last.Why}");
    }

    /// <summary>Where nobody who is believed applied the present version, but somebody applied another.</summary>
    private Finding? OtherVersion()
    {
        var believed = _input.Days.Where(day => day.Type == PolicyType.Sts && GateReplay.IsBelieved(day.Trust)).ToList();
        return believed.Count == 0 || believed.Exists(day => day.Version == _input.Version)
            ? null
            : GateFindings.OtherVersion.Found(detail: DayText.Of(believed.Max(day => day.Day), _input.Today));
    }

    private Finding ReportersMissing()
    {
        int unproven = _present.Where(day => !GateReplay.IsBelieved(day.Trust)).Select(day => day.Reporter).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        return GateFindings.ReportersMissing.Found(
            $"{_reporters}", $"{_input.Terms.Reporters}", unproven == 0 ? "No others reported" : $"Left out, since their reports are not signed by the reporter: {unproven}");
    }

    private string Since()
    {
        if (!_refused.IsEmpty)
            return $"since the last refused session on {DayText.Of(_refused[0].Day, _input.Today)}";
        return _clean.Count == 0 ? "under the present version of the policy" : $"since {DayText.Of(_clean.Min(day => day.Day), _input.Today)}";
    }
}
