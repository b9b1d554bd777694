namespace StrictPost.Protocol.Findings;

/// <summary>How bad a finding is. Only <see cref="Error"/> changes an exit code.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Info,

    /// <summary>Works today, but is likely not what was meant, or is fragile.</summary>
    Warning,

    /// <summary>Breaks the RFC: senders may or will ignore the thing.</summary>
    Error,
}
