using System.Collections.Frozen;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>The fields of RFC 8460 §4.4.</summary>
internal enum ReportField
{
    Unknown,
    OrganizationName,
    DateRange,
    StartDateTime,
    EndDateTime,
    ContactInfo,
    ReportId,
    Policies,
    Policy,
    PolicyType,
    PolicyString,
    PolicyDomain,
    MxHost,
    Summary,
    Successful,
    Failed,
    FailureDetails,
    ResultType,
    SendingMtaIp,
    ReceivingMx,
    ReceivingHelo,
    ReceivingIp,
    FailedSessions,
    AdditionalInformation,
    ReasonCode,
}

/// <summary>Fields as reports write them.</summary>
internal static class ReportFields
{
    private const int LongestName = 48;

    private static readonly (ReportField Field, string Name)[] Names =
    [
        (ReportField.OrganizationName, "organization-name"),
        (ReportField.DateRange, "date-range"),
        (ReportField.StartDateTime, "start-datetime"),
        (ReportField.EndDateTime, "end-datetime"),
        (ReportField.ContactInfo, "contact-info"),
        (ReportField.ReportId, "report-id"),
        (ReportField.Policies, "policies"),
        (ReportField.Policy, "policy"),
        (ReportField.PolicyType, "policy-type"),
        (ReportField.PolicyString, "policy-string"),
        (ReportField.PolicyDomain, "policy-domain"),
        (ReportField.MxHost, "mx-host"),
        (ReportField.Summary, "summary"),
        (ReportField.Successful, "total-successful-session-count"),
        (ReportField.Failed, "total-failure-session-count"),
        (ReportField.FailureDetails, "failure-details"),
        (ReportField.ResultType, "result-type"),
        (ReportField.SendingMtaIp, "sending-mta-ip"),
        (ReportField.ReceivingMx, "receiving-mx-hostname"),
        (ReportField.ReceivingHelo, "receiving-mx-helo"),
        (ReportField.ReceivingIp, "receiving-ip"),
        (ReportField.FailedSessions, "failed-session-count"),
        (ReportField.AdditionalInformation, "additional-information"),
        (ReportField.ReasonCode, "failure-reason-code"),
    ];

    /// <summary>What reporters call them otherwise.</summary>
    private static readonly (ReportField Field, string Name)[] Aliases =
    [
        (ReportField.OrganizationName, "organisation-name"),
        (ReportField.Failed, "total-failed-session-count"),
        (ReportField.ReceivingMx, "receiving-mx-host-name"),
        (ReportField.ReceivingMx, "receiving-mx-host"),
        (ReportField.ReceivingMx, "receiving-mx"),
        (ReportField.ReceivingMx, "mx-host-name"),
        (ReportField.ReceivingMx, "mx-hostname"),
        (ReportField.ReceivingHelo, "receiving-helo"),
        (ReportField.FailedSessions, "failure-session-count"),
        (ReportField.AdditionalInformation, "additional-info"),
        (ReportField.AdditionalInformation, "additional-info-uri"),
        (ReportField.ReasonCode, "failure-error-code"),
        (ReportField.ReasonCode, "failure-reason"),
    ];

    private static readonly FrozenDictionary<string, ReportField> ByName =
        Names.Concat(Aliases).ToFrozenDictionary(pair => pair.Name, pair => pair.Field, StringComparer.Ordinal);

    private static readonly FrozenDictionary<ReportField, string> Written = Names.ToFrozenDictionary(pair => pair.Field, pair => pair.Name);

    /// <summary>As RFC 8460 writes it.</summary>
    public static string ToText(this ReportField field) => Written[field];

    /// <summary>Reads one; case does not count, and an underscore is as good as a hyphen.</summary>
    /// <param name="name">As it stands in the report, in UTF-8.</param>
    /// <param name="alias">The name, where it is not the one of RFC 8460.</param>
    public static ReportField Read(ReadOnlySpan<byte> name, out string? alias)
    {
        alias = null;
        if (name.Length > LongestName)
            return ReportField.Unknown;
        Span<char> text = stackalloc char[name.Length];
        for (int i = 0; i < name.Length; i++)
            text[i] = name[i] == '_' ? '-' : char.ToLowerInvariant((char)name[i]);
        if (!ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var field))
            return ReportField.Unknown;
        alias = text.SequenceEqual(Written[field]) ? null : text.ToString();
        return field;
    }
}
