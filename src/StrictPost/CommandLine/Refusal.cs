using StrictPost.Protocol.Findings;

namespace StrictPost.CommandLine;

/// <summary>A verb cannot go on, for a reason that its user can mend. Ends the program with one message, and no stack trace.</summary>
internal sealed class Refusal(string message, string? fix = null, int exitCode = ExitCode.Usage) : Exception(message)
{
    /// <summary>What the user should do.</summary>
    public string? Fix { get; } = fix;

    /// <summary>One of <see cref="CommandLine.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>A refusal that says what a finding says.</summary>
    public static Refusal Of(Finding finding) => new(finding.Message, finding.Fix);

    /// <summary>The value, or a refusal that names the first thing wrong with the input.</summary>
    public static T ValueOf<T>(Parsed<T> parsed)
        where T : class =>
        parsed.Value ?? throw Of(parsed.Findings[0]);
}
