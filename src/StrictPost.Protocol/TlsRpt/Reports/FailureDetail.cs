namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>One element of <c>failure-details</c> (RFC 8460 §4.4). Reporters leave out whatever they do not know; addresses are kept as text.</summary>
public sealed record FailureDetail
{
    /// <summary>result-type, as it was written.</summary>
    public required string ResultText { get; init; }

    /// <summary>What it means.</summary>
    public ResultType Result => ResultTypes.Read(ResultText);

    /// <summary>sending-mta-ip.</summary>
    public string? SendingMtaIp { get; init; }

    /// <summary>receiving-mx-hostname, also under the names that some reporters give it.</summary>
    public string? ReceivingMx { get; init; }

    /// <summary>receiving-mx-helo.</summary>
    public string? ReceivingHelo { get; init; }

    /// <summary>receiving-ip.</summary>
    public string? ReceivingIp { get; init; }

    /// <summary>failed-session-count; 0 where it is left out.</summary>
    public long Sessions { get; init; }

    /// <summary>additional-information, also under the names that some reporters give it.</summary>
    public string? AdditionalInformation { get; init; }

    /// <summary>failure-reason-code: free text.</summary>
    public string? ReasonCode { get; init; }
}
