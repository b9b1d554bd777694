using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules.World;

namespace StrictPost.Protocol.Checking;

/// <summary>What the rows of a survey ask about one domain.</summary>
internal sealed class SurveyFacts
{
    private static readonly HashSet<FindingKind> BadCertificate =
        [.. SmtpTlsFindings.All.Where(kind => kind.Severity == Severity.Error && kind.Code.StartsWith("smtp-certificate-", StringComparison.Ordinal))];

    private readonly HashSet<FindingKind> _kinds;
    private readonly HashSet<Category> _errors;
    private readonly HashSet<string> _badHosts;

    public SurveyFacts(CheckResult result)
    {
        Result = result;
        _kinds = [.. result.Findings.Select(finding => finding.Kind)];
        _errors = [.. _kinds.Where(kind => kind is { Severity: Severity.Error, IsUndetermined: false }).Select(Catalogue.CategoryOf)];
        _badHosts = result.Findings.Where(finding => BadCertificate.Contains(finding.Kind)).Select(finding => finding.Host ?? "").ToHashSet(StringComparer.Ordinal);
    }

    public CheckResult Result { get; }

    /// <summary>The policy host was handed over by an alias that leads out of the domain.</summary>
    public bool IsThirdParty => DelegationRules.Provider(Result.Reading) is not null;

    /// <summary>A TXT record is there that was meant as an MTA-STS record, good or bad.</summary>
    public bool HasRecord => Result.Reading.Record is not null && !Intent.HasNoRecord(Result.Reading) && !_kinds.Contains(DelegationFindings.RecordDangling);

    public bool IsEnforcing => Result.Reading.Policy?.Value?.Mode == PolicyMode.Enforce;

    /// <summary>At least one mail host shows a certificate that proves nothing.</summary>
    public bool HasBadHost => _badHosts.Count > 0;

    /// <summary>All mail hosts that were talked to do.</summary>
    public bool HasOnlyBadHosts => HasBadHost
        && Result.Reading.Hosts.Where(host => !host.Probes.IsEmpty).All(host => _badHosts.Contains(host.Seen.Host.Ascii));

    /// <summary>One of them has a name outside the domain.</summary>
    public bool HasHostedBadHost => Result.Reading.Hosts.Any(host =>
        _badHosts.Contains(host.Seen.Host.Ascii) && !host.Seen.Host.IsAtOrBelow(Result.Reading.Evidence.Domain));

    /// <summary>No mail host is covered by the policy, be there one or many.</summary>
    public bool IsMismatchComplete => Coverage.Of(Result.Reading) is { CoversNone: true };

    /// <summary>The server said by an alert that it has no certificate for the name.</summary>
    public bool HasNameAlert => Has(FetchTlsFindings.NoCertificate, DelegationFindings.NotEnrolled)
        && Result.Reading.Evidence.PolicyHost.Fetches.Any(fetch => fetch.End?.Alert == HandshakeSight.UnrecognizedName);

    public bool Has(params ReadOnlySpan<FindingKind> kinds)
    {
        foreach (var kind in kinds)
        {
            if (_kinds.Contains(kind))
                return true;
        }

        return false;
    }

    /// <summary>True when something of these is found, and is an error.</summary>
    public bool HasErrorAmong(IEnumerable<FindingKind> kinds) => kinds.Any(kind => kind.Severity == Severity.Error && _kinds.Contains(kind));

    public bool HasErrorIn(Category category) => _errors.Contains(category);

    public bool HasAnyIn(Category category) => _kinds.Any(kind => Catalogue.CategoryOf(kind) == category);
}
