namespace StrictPost.Protocol.Findings;

/// <summary>
/// What reading an input gave: the value where a sender could use one, and everything that was found, in the order of
/// the text. Reading never throws.
/// </summary>
/// <typeparam name="T">What was read.</typeparam>
/// <param name="Value">Null exactly when a finding <see cref="FindingKind.Breaks"/> the input.</param>
/// <param name="Findings">All findings.</param>
public sealed record Parsed<T>(T? Value, IReadOnlyList<Finding> Findings)
    where T : class
{
    /// <summary>True when no finding is an error: the input is as the RFC wants it.</summary>
    public bool IsValid => Findings.All(finding => finding.Severity != Severity.Error);
}
