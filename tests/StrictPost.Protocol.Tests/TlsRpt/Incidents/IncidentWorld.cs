using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.TlsRpt.Incidents;

/// <summary>What reporters count of one domain in May 2026.</summary>
internal sealed class IncidentWorld
{
    public const string GoogleCom = "google.com";
    public const string MicrosoftCom = "microsoft.com";
    public const string Expired = "reported-certificate-expired";
    public const string NotCovered = "reported-mx-not-covered";

    private readonly List<FailureDay> _failures = [];
    private readonly List<ReporterDay> _days = [];
    private readonly List<ServedBody> _ledger = [];
    private readonly Dictionary<string, AppliedPolicy> _policies = new(StringComparer.Ordinal);

    public static DateOnly May(int day) => new DateOnly(2026, 5, 1).AddDays(day - 1);

    public static StsPolicy Policy(PolicyMode mode, params string[] mx) =>
        new() { Mode = mode, MaxAge = 604_800, Mx = [.. mx.Select(pattern => MxPattern.Parse(pattern).Value!)] };

    /// <summary>A reporter's failures of a day; it reports so many sessions in all.</summary>
    public IncidentWorld Fails(
        int day, string reporter, string cause = Expired, string mx = "mx1.example.org", long sessions = 1, StsPolicy? policy = null,
        PolicyType type = PolicyType.Sts, string network = "192.0.2.0/24", bool shown = true)
    {
        policy ??= Policy(PolicyMode.Enforce, "mx1.example.org");
        string version = shown ? AppliedPolicy.VersionOf(policy) : "";
        if (shown)
            _policies[version] = new AppliedPolicy(policy, version);
        _failures.Add(new FailureDay(May(day), reporter, type, version, mx, cause, cause["reported-".Length..], network, sessions));
        return Reports(day, reporter);
    }

    /// <summary>A reporter reports sessions without failures of the cause.</summary>
    public IncidentWorld Reports(int day, string reporter, long sessions = 10)
    {
        _days.Add(new ReporterDay(May(day), reporter, new SessionCount(sessions, 0, 0, 0)));
        return this;
    }

    /// <summary>So many failed sessions a reporter counts for a day, each once.</summary>
    public IncidentWorld Counts(int day, string reporter, long failed)
    {
        _days.Add(new ReporterDay(May(day), reporter, new SessionCount(0, failed, 0, 0)));
        return this;
    }

    public IncidentWorld Published(int day, BodyStanding standing, StsPolicy policy)
    {
        _ledger.Add(new ServedBody("1", policy, new DateTimeOffset(May(day), new TimeOnly(9, 0), TimeSpan.Zero), standing) { Hash = "", Size = 0 });
        return this;
    }

    public IReadOnlyList<Incident> On(int day) => IncidentFinder.Of(Input(day));

    public Incident OnlyOneOn(int day) => Assert.Single(On(day));

    private IncidentInput Input(int day) => new()
    {
        Failures = [.. _failures.Where(row => row.Day <= May(day)).Reverse()],
        Days = [.. _days.Where(row => row.Day <= May(day)).Reverse()],
        Policies = _policies,
        Ledger = [.. _ledger],
        Today = May(day),
    };
}
