using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Text;

namespace StrictPost.Domains;

/// <summary>What every verb under <c>domain</c> has in common: its store, its output, and domains that are not there.</summary>
internal sealed class DomainVerbs(Terminal terminal)
{
    private readonly StoreOptions _store = new();
    private readonly Option<ResultFormat> _format = CommonOptions.Format();

    public Terminal Terminal { get; } = terminal;

    public static Argument<string> DomainArgument { get; } = new("DOMAIN") { Description = "The domain of the mail addresses; international names as they are written." };

    /// <summary>Gives a verb the common options and what it does.</summary>
    public Command Finish(Command verb, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        verb.Options.Add(_format);
        _store.AddTo(verb);
        verb.SetAction(run);
        return verb;
    }

    public bool WantsJson(ParseResult parsed) => parsed.GetValue(_format) == ResultFormat.Json;

    public bool WantsText(ParseResult parsed) => parsed.GetResult(_format) is { Implicit: false } && !WantsJson(parsed);

    /// <summary>What is configured.</summary>
    public Settings Settings(ParseResult parsed) => _store.Read(parsed);

    /// <summary>Where the store is, or is to be.</summary>
    public StorePlace Place(ParseResult parsed) => Settings(parsed).Store;

    /// <summary>The store, made where it is missing.</summary>
    public Task<Database> OpenAsync(ParseResult parsed, CancellationToken cancellation) =>
        Database.OpenAsync(Place(parsed), TimeProvider.System, cancellation);

    /// <summary>The store, or null where there is none: looking makes nothing.</summary>
    public async Task<Database?> OpenExistingAsync(ParseResult parsed, CancellationToken cancellation) =>
        Place(parsed).MayHold ? await OpenAsync(parsed, cancellation) : null;

    /// <summary>A refusal for a domain that is not enrolled, with the name that may have been meant.</summary>
    public async Task<Refusal> UnknownAsync(ParseResult parsed, DomainStore? store, DomainName domain, CancellationToken cancellation) =>
        Unknown(domain, store is null ? [] : await store.NamesAsync(cancellation), Place(parsed));

    /// <inheritdoc cref="UnknownAsync"/>
    /// <param name="domain">The domain.</param>
    /// <param name="names">What is enrolled.</param>
    /// <param name="place">Where.</param>
    public static Refusal Unknown(DomainName domain, IReadOnlyList<string> names, StorePlace place)
    {
        string fix = NearestName.To(domain.Ascii, names) is { } near ? $"Did you mean {near}?"
            : names.Count > 0 ? "See what is enrolled with `strictpost domain list`."
            : $"Nothing is enrolled in {place}; start with `strictpost domain add`.";
        return new Refusal($"{DomainText.Name(domain)} is not enrolled.", fix, ExitCode.Findings);
    }
}
