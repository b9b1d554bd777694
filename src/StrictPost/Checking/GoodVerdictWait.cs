using StrictPost.CommandLine;
using StrictPost.Engine.Probing;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Checking;

/// <summary>Looks at a domain again and again until nothing is wrong, for deployments. Each look is a fresh one.</summary>
internal sealed class GoodVerdictWait(Func<DomainObserver> observers, CheckContext context, Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>The first result without errors and gaps, else the last there was time for.</summary>
    public async Task<CheckResult> RunAsync(DomainName domain, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        string last = "";
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            CheckResult result;
            await using (var observer = observers())
                result = await new DomainLook(observer, context).RunAsync(domain, cancellationToken);
            var left = patience - time.GetElapsedTime(start);
            if (IsGood(result) || left <= TimeSpan.Zero)
                return result;
            last = Tell(result, last);
            await Task.Delay(pause < left ? pause : left, time, cancellationToken);
        }
    }

    private static bool IsGood(CheckResult result) => !result.HasErrors && !result.IsIncomplete && result.Verdict != Verdict.Undetermined;

    /// <summary>One line whenever something has changed, also in a pipe: a deployment's log should say what it waits for.</summary>
    private string Tell(CheckResult result, string last)
    {
        var open = result.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Code).Distinct(StringComparer.Ordinal);
        string now = $"{result.Reading.Evidence.Domain}: {result.Verdict.ToText()}; waiting for {string.Join(", ", open.DefaultIfEmpty("a certain verdict"))}";
        if (now != last)
            terminal.Error.WriteLine(now);
        return now;
    }
}
