using StrictPost.CommandLine;
using StrictPost.Protocol.Checking;
using StrictPost.Rendering;

namespace StrictPost.Checking;

/// <summary>
/// Prints results in one format: at once where each stands for itself, at the end where they make one document. Counts them
/// for the exit code meanwhile.
/// </summary>
internal sealed class CheckOutput(CheckFormat format, bool several, bool explain, Terminal terminal)
{
    private readonly List<CheckResult> _kept = [];
    private bool _isFirst = true;
    private bool _hasErrors;
    private bool _isIncomplete;

    /// <summary>What the results so far mean to a script: an error outweighs what could not be determined.</summary>
    public int ExitCode => this switch
    {
        { _hasErrors: true } => CommandLine.ExitCode.Findings,
        { _isIncomplete: true } => CommandLine.ExitCode.Undetermined,
        _ => CommandLine.ExitCode.Fine,
    };

    /// <summary>Takes a result.</summary>
    public void Add(CheckResult result)
    {
        _hasErrors |= result.HasErrors;
        _isIncomplete |= result.IsIncomplete || result.Verdict == Verdict.Undetermined;
        if (format == CheckFormat.Jsonl)
            terminal.Out.WriteLine(CheckJsonText.Line(result, explain));
        else if (format == CheckFormat.Text)
            Write(result);
        else
            _kept.Add(result);
    }

    /// <summary>No result is to come any more.</summary>
    public void Finish()
    {
        if (_kept.Count == 0 && !several)
            return;
        string? document = format switch
        {
            CheckFormat.Json => CheckJsonText.Indented(_kept, several, explain),
            CheckFormat.Sarif => CheckSarif.Text(_kept, ProductVersion.Text),
            CheckFormat.Junit => CheckJunit.Text(_kept),
            CheckFormat.Html => CheckHtml.Text(_kept, ProductVersion.Text),
            CheckFormat.Prometheus => CheckPrometheus.Text(_kept).TrimEnd('\n'),
            _ => null,
        };
        if (document is not null)
            terminal.Out.WriteLine(document);
    }

    private void Write(CheckResult result)
    {
        if (!_isFirst)
            terminal.Out.WriteLine();
        _isFirst = false;
        CheckText.Write(terminal.Pretty(), result, explain);
    }
}
