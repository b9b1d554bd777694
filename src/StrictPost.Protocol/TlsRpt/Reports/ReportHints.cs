namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>
/// What stood around a report: headers (RFC 8460 §5.3) and the file's name (§5.1). It fills in what the report leaves out; the report itself
/// always wins.
/// </summary>
public sealed record ReportHints
{
    /// <summary>Nothing.</summary>
    public static ReportHints None { get; } = new();

    /// <summary>The header TLS-Report-Domain.</summary>
    public string? Domain { get; init; }

    /// <summary>The header TLS-Report-Submitter.</summary>
    public string? Submitter { get; init; }

    /// <summary>The name of the file or attachment.</summary>
    public string? FileName { get; init; }

    /// <summary>The header Subject, unfolded.</summary>
    public string? Subject { get; init; }
}
