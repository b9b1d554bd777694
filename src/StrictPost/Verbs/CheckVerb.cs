using System.CommandLine;
using System.Runtime.CompilerServices;
using StrictPost.Checking;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Text;

namespace StrictPost.Verbs;

/// <summary><c>strictpost check</c>: what a sender would see and do, end to end.</summary>
internal sealed class CheckVerb
{
    private readonly CheckOptions _options = new();
    private readonly BatchOptions _batch = new();
    private readonly Terminal _terminal;

    private CheckVerb(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new Verb(
            "check",
            "See a domain as a sender sees it: record, policy, mail hosts, and what becomes of its mail.",
            "strictpost check example.org",
            "strictpost check example.org --explain",
            "strictpost check example.org example.net --format json",
            "strictpost check example.org --no-smtp                   # where port 25 is blocked",
            "strictpost check example.org --policy mta-sts.txt        # a draft, before it is published",
            "strictpost check example.org --wait 10m                  # in a deployment: until nothing is wrong",
            "strictpost check example.org --save seen.json && strictpost check --replay seen.json",
            "strictpost check example.org --format html > example.org.html",
            "strictpost check --from domains.txt --format jsonl --output results.jsonl",
            "strictpost check --from domains.txt --format jsonl --output results.jsonl --resume");
        var check = new CheckVerb(terminal);
        check._options.AddTo(verb);
        check._batch.AddTo(verb);
        verb.SetAction(check.RunAsync);
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string[] names = parsed.GetValue(_options.Domains) ?? [];
        Demand(parsed, names);
        if (parsed.GetValue(_batch.From) is not null)
            return await new BatchCheck(_options, _batch, _terminal).RunAsync(parsed, cancellationToken);
        byte[]? draft = await _options.DraftPolicyAsync(parsed, _terminal, cancellationToken);
        var domains = Read(names);
        var output = new CheckOutput(parsed.GetValue(_options.Format), names.Length > 1, parsed.GetValue(_options.Explain), _terminal);
        await using var store = EvidenceStore.Create(parsed.GetValue(_options.Save), names.Length > 1);
        using var stop = new StopSignal(cancellationToken);
        var results = parsed.GetValue(_options.Replay) is { } file
            ? ReplayAsync(parsed, file, draft, stop.Token)
            : LookAsync(parsed, [.. domains.Distinct()], draft, stop.Token);
        try
        {
            await foreach (var result in results)
            {
                output.Add(result);
                if (store is not null)
                    await store.AddAsync(result, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            throw new Refusal("Stopped before all was seen.", exitCode: ExitCode.Undetermined);
        }

        output.Finish();
        if (store is not null && domains.Count > 0)
            await store.FinishAsync(stop.Token);
        return output.ExitCode == ExitCode.Fine && domains.Count < names.Length ? ExitCode.Usage : output.ExitCode;
    }

    private void Demand(ParseResult parsed, string[] names)
    {
        bool replays = parsed.GetValue(_options.Replay) is not null;
        bool lists = parsed.GetValue(_batch.From) is not null;
        if (lists && (replays || names.Length > 0 || parsed.GetValue(_options.Wait) is not null))
            throw new Refusal("--from takes the domains from its list, once.", "Leave out the domains, --replay and --wait, or leave out --from.");
        if (Array.Find(names, name => name.StartsWith('-')) is { } unknown)
            throw new Refusal($"There is no option `{unknown}`.", "strictpost check --help");
        if (!lists)
            _batch.DemandNone(parsed);
        if (!replays && !lists && names.Length == 0)
            throw new Refusal("There is no domain to check.", "Name one, such as `strictpost check example.org`, or give --replay FILE.");
        if (replays && names.Length > 0)
            throw new Refusal("--replay takes the domains from its file.", "Leave out the domains, or leave out --replay.");
        if (replays && (parsed.GetValue(_options.Wait) is not null || parsed.GetValue(_options.Save) is not null))
            throw new Refusal("--replay looks at a file that does not change.", "Leave out --wait and --save.");
    }

    /// <summary>One line for each name that is none; the others go on.</summary>
    private List<DomainName> Read(string[] names)
    {
        var domains = new List<DomainName>();
        foreach (string name in names)
        {
            var parsed = DomainInput.Domain(name);
            if (parsed.Value is { } domain)
                domains.Add(domain);
            else
                _terminal.Error.WriteLine(Printable.Escape($"strictpost: {parsed.Findings[0].Message} {parsed.Findings[0].Fix}"));
        }

        return domains;
    }

    private async IAsyncEnumerable<CheckResult> LookAsync(
        ParseResult parsed, List<DomainName> domains, byte[]? draft, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var context = _options.Context(parsed, kept: null, draft);
        if (parsed.GetValue(_options.Wait) is { } patience)
        {
            var wait = new GoodVerdictWait(() => _options.Observer(parsed), context, _terminal, TimeProvider.System);
            foreach (var domain in domains)
                yield return await wait.RunAsync(domain, patience, cancellationToken);
            yield break;
        }

        await using var observer = _options.Observer(parsed);
        using var notice = SlowNotice.Begin(_terminal, TimeProvider.System);
        await foreach (var result in new DomainLook(observer, context).RunAsync(domains, cancellationToken))
            yield return result;
    }

    private async IAsyncEnumerable<CheckResult> ReplayAsync(
        ParseResult parsed, FileInfo file, byte[]? draft, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var check in EvidenceStore.ReadAsync(file.FullName, cancellationToken))
            yield return DomainCheck.Judge(check.Evidence, _options.Context(parsed, check.Context, draft));
    }
}
