using System.Collections.Immutable;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>What a report's JSON says, before anything stands in for what it leaves out.</summary>
internal sealed class ReportDraft
{
    public string? Organization { get; set; }

    public string? Contact { get; set; }

    public string? Id { get; set; }

    public string? Start { get; set; }

    public string? End { get; set; }

    /// <summary>Null where the report has no list of policies at all.</summary>
    public List<PolicyDraft>? Policies { get; set; }
}

/// <summary>One policy of a report's JSON.</summary>
internal sealed class PolicyDraft
{
    public string? Type { get; set; }

    public string? Domain { get; set; }

    public ImmutableArray<string> Lines { get; set; } = [];

    public ImmutableArray<string> MxHosts { get; set; } = [];

    public long? Successful { get; set; }

    public long? Failed { get; set; }

    public ImmutableArray<FailureDetail> Failures { get; set; } = [];
}
