using StrictPost.Protocol.Checking;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Changes.Gate;

/// <summary>What one reporter counts for one policy on one day. Types overlap: their sessions must not be added up.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Reporter">Who reports.</param>
/// <param name="Trust">How sure that is.</param>
/// <param name="Type">What kind of policy was applied.</param>
/// <param name="Version">Which version of it (<see cref="AppliedPolicy.Version"/>); empty where the report shows none.</param>
/// <param name="Successful">Sessions that succeeded, 0 or more.</param>
/// <param name="Failed">Sessions that failed, 0 or more.</param>
public sealed record PolicyDay(DateOnly Day, string Reporter, ReportTrust Trust, PolicyType Type, string Version, long Successful, long Failed);

/// <summary>A failure, and how sure its reporter is.</summary>
public sealed record TrustedFailure(FailureDay Failure, ReportTrust Trust);

/// <summary>All that the gate judges by. The order of the lists does not matter.</summary>
public sealed record GateInput
{
    /// <summary>The mail domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>The policy to be enforced.</summary>
    public required StsPolicy Proposed { get; init; }

    /// <summary>The version of the policy that is being tested: <see cref="AppliedPolicy.VersionOf"/>.</summary>
    public required string Version { get; init; }

    /// <summary>What has to be proven.</summary>
    public required GateTerms Terms { get; init; }

    /// <summary>Today, UTC.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>What a check says now, with SMTP at every address of every mail host; null where nobody looked.</summary>
    public CheckResult? Check { get; init; }

    /// <summary>The policies that reporters applied, by days.</summary>
    public required IReadOnlyList<PolicyDay> Days { get; init; }

    /// <summary>What failed, by days.</summary>
    public required IReadOnlyList<TrustedFailure> Failures { get; init; }
}
