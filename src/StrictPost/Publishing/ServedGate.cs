using StrictPost.CommandLine;
using StrictPost.Engine.Fetching;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Publishing;

/// <summary>Lets nobody pass before a body is served: the record with its id must not be published earlier.</summary>
internal static class ServedGate
{
    /// <summary>Waits, telling a watching person what is seen whenever that changes.</summary>
    /// <exception cref="Refusal">The time is over.</exception>
    public static async Task PassAsync(
        ServedWait wait, DomainName domain, ReadOnlyMemory<byte> body, TimeSpan patience, Terminal terminal, CancellationToken cancellationToken)
    {
        string last = "";
        var outcome = await wait.WaitAsync(domain, body, patience, view => last = Tell(view, body, terminal, last), cancellationToken);
        if (outcome.IsServed)
            return;

        string seen = string.Join("; ", ServedReport.Lines(outcome.LastSeen, body));
        throw new Refusal(
            $"After {Words(patience)}, https://{outcome.LastSeen.Host} does not serve exactly this policy: {seen}.",
            "Do not publish the new id yet: senders would keep what they fetch now. Mend what is said above, and run this again.",
            ExitCode.Undetermined);
    }

    private static string Tell(PolicyHostEvidence view, ReadOnlyMemory<byte> body, Terminal terminal, string last)
    {
        string now = string.Join(Environment.NewLine, ServedReport.Lines(view, body).Select(line => $"  {line}"));
        if (terminal.IsTerminal && now != last)
            terminal.Error.WriteLine($"Waiting for https://{view.Host} to serve the policy:{Environment.NewLine}{now}");
        return now;
    }

    private static string Words(TimeSpan patience) =>
        patience < TimeSpan.FromMinutes(1) ? $"{patience.TotalSeconds:0} seconds" : $"{patience.TotalMinutes:0.#} minutes";
}
