using System.Collections.Immutable;
using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Linting;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Text;

namespace StrictPost.Checking;

/// <summary>The options of <c>check</c>, and what they come to.</summary>
internal sealed class CheckOptions
{
    private const string StandardInput = "-";

    private readonly Option<bool> _noSmtp = new("--no-smtp") { Description = "Leave the mail hosts themselves alone, where port 25 is blocked; their DNS is looked at." };
    private readonly Option<bool> _authoritative = new("--authoritative") { Description = "Ask each authoritative DNS server for the record, too, and say where they disagree." };
    private readonly Option<int?> _authoritativePort = new("--authoritative-port") { Description = "Their port (default: 53).", HelpName = "PORT" };
    private readonly Option<string[]> _previousMx = new("--previous-mx")
    {
        Description = "Hosts that used to be MX of the domain: patterns left over from them are then called so.",
        HelpName = "HOST",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _policy = new("--policy") { Description = "Judge this policy file against the world, in place of the one that is served; - is standard input.", HelpName = "FILE" };
    private readonly Option<string?> _record = new("--record") { Description = "Judge this text of a record, in place of the one that is published.", HelpName = "TXT" };
    private readonly Option<TimeSpan?> _timeout = new("--timeout") { Description = "How long one host may take for one step (default: 30s).", HelpName = "DURATION", CustomParser = TimeOptions.ParseDuration };

    /// <summary>Which world.</summary>
    public NetworkOptions Network { get; } = new();

    /// <summary>The domains.</summary>
    public Argument<string[]> Domains { get; } = new("DOMAIN") { Description = "Mail domains: what stands after the @ of an address.", Arity = ArgumentArity.ZeroOrMore };

    /// <summary>How to print.</summary>
    public Option<CheckFormat> Format { get; } = new("--format") { Description = "How to print results.", HelpName = "text|json|jsonl|sarif|junit|html|prometheus", DefaultValueFactory = _ => CheckFormat.Text };

    /// <summary>Whether to say how a sender decides.</summary>
    public Option<bool> Explain { get; } = new("--explain") { Description = "Say step by step how a sender decides, with the sections of the RFCs." };

    /// <summary>How long to wait for a good verdict.</summary>
    public Option<TimeSpan?> Wait { get; } = new("--wait") { Description = "Look again until nothing is wrong, at most so long.", HelpName = "DURATION", CustomParser = TimeOptions.ParseDuration };

    /// <summary>Where to keep what was seen.</summary>
    public Option<FileInfo?> Save { get; } = new("--save") { Description = "Keep what was seen in this file; several domains a line each.", HelpName = "FILE" };

    /// <summary>What to judge again.</summary>
    public Option<FileInfo?> Replay { get; } = new("--replay") { Description = "Judge what --save kept, without looking at the world.", HelpName = "FILE" };

    /// <summary>Gives the verb all of them.</summary>
    public void AddTo(Command verb)
    {
        verb.Arguments.Add(Domains);
        foreach (var option in new Option[] { Format, Explain, _noSmtp, Wait, Save, Replay, _policy, _record, _previousMx, _authoritative, _authoritativePort, _timeout })
            verb.Options.Add(option);
        Network.AddTo(verb);
        Network.AddSmtpTo(verb);
    }

    /// <summary>An observer of the chosen world. It remembers mail hosts: another look at the same needs another observer.</summary>
    /// <exception cref="Refusal">An option cannot be used.</exception>
    public DomainObserver Observer(ParseResult parsed)
    {
        var usual = new ObserveSettings();
        var dns = new DnsSettings();
        var patience = parsed.GetValue(_timeout) ?? usual.FetchDeadline;
        return new DomainObserver(
            Network.Dns(parsed, dns with { Deadline = Least(patience, dns.Deadline), OneTry = Least(patience, dns.OneTry) }),
            usual with
            {
                HttpsPort = Network.HttpsPort(parsed),
                SmtpPort = Network.SmtpPort(parsed),
                Roots = Network.Roots(parsed),
                SkipSmtp = parsed.GetValue(_noSmtp),
                Authoritative = parsed.GetValue(_authoritative),
                AuthoritativePort = parsed.GetValue(_authoritativePort) ?? usual.AuthoritativePort,
                ConnectDeadline = Least(patience, usual.ConnectDeadline),
                FetchDeadline = patience,
                ReplyDeadline = patience,
            },
            TimeProvider.System);
    }

    /// <summary>What the user knows or wants beside the evidence.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="kept">What was known when the evidence was kept: it counts where the command line says nothing else; null for a fresh look.</param>
    /// <param name="draft">The policy to judge (<see cref="DraftPolicyAsync"/>), or null.</param>
    /// <exception cref="Refusal">An option cannot be used.</exception>
    public CheckContext Context(ParseResult parsed, CheckContext? kept, byte[]? draft)
    {
        ImmutableArray<DomainName> former = [.. (parsed.GetValue(_previousMx) ?? []).Select(host => Refusal.ValueOf(DomainName.Parse(host)))];
        var start = kept ?? new CheckContext { IsPublicInternet = Network.Server(parsed) is null };
        return start with
        {
            DraftPolicy = draft ?? start.DraftPolicy,
            DraftRecord = parsed.GetValue(_record) ?? start.DraftRecord,
            PreviousMx = former.IsEmpty ? start.PreviousMx : former,
        };
    }

    /// <summary>The policy to judge in place of the served one, or null.</summary>
    public async Task<byte[]?> DraftPolicyAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken) => parsed.GetValue(_policy) switch
    {
        null => null,
        StandardInput => await PolicySource.ReadAsync(terminal.In, cancellationToken),
        var file when Directory.Exists(file) => throw new Refusal($"`{file}` is a folder.", "Name the policy file itself."),
        var file => await PolicySource.ReadFileAsync(file, cancellationToken),
    };

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
