using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;

namespace StrictPost.Changing;

/// <summary>What every verb under <c>change</c> has in common.</summary>
internal sealed class ChangeVerbs(Terminal terminal)
{
    private readonly StoreOptions _store = new();

    public Terminal Terminal { get; } = terminal;

    public ChangeWorld World { get; } = new();

    /// <summary>The domain that a verb is about.</summary>
    public static Argument<string> DomainArgument { get; } = new("DOMAIN") { Description = "The domain of the mail addresses; international names as they are written." };

    /// <summary>The same, for verbs that can be about all.</summary>
    public static Argument<string?> OptionalDomain { get; } = new("DOMAIN")
    {
        Description = "The domain of the mail addresses.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Gives a verb the common options and what it does.</summary>
    public Command Finish(Command verb, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        _store.AddTo(verb);
        verb.SetAction(run);
        return verb;
    }

    public Settings Settings(ParseResult parsed) => _store.Read(parsed);

    /// <summary>The store, made where it is missing.</summary>
    public Task<Database> OpenAsync(ParseResult parsed, CancellationToken cancellation) =>
        Database.OpenAsync(Settings(parsed).Store, TimeProvider.System, cancellation);

    /// <summary>The store; a refusal where there is none, since nothing can be known then.</summary>
    public async Task<Database> OpenExistingAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var place = Settings(parsed).Store;
        return place.MayHold
            ? await OpenAsync(parsed, cancellation)
            : throw new Refusal($"There is no store in the folder `{place}`, so there is no change.", "Name another store with --data, or begin with `strictpost change plan DOMAIN`.", ExitCode.Findings);
    }

    /// <summary>The change of a domain that runs.</summary>
    /// <exception cref="Refusal">None does.</exception>
    public static async Task<StoredChange> RunningAsync(ChangeStore store, DomainName domain, CancellationToken cancellation) =>
        await store.RunningAsync(domain, cancellation)
        ?? throw new Refusal(
            $"No change of {DomainText.Name(domain)} is running.",
            $"See the past ones with `strictpost change history {domain}`; begin one with `strictpost change apply {domain}` and what is to change.",
            ExitCode.Findings);

    /// <summary>The domain that was typed.</summary>
    public static DomainName Domain(ParseResult parsed) => PolicyOptions.Domain(parsed.GetRequiredValue(DomainArgument));

    /// <summary>What a change of a domain starts from now.</summary>
    public static ChangeBasis Basis(DomainName domain, PolicyPlace place, ChangeFacts facts, string? reason) => new()
    {
        Domain = domain,
        Place = place,
        Facts = facts,
        Policy = CurrentPolicy.Of(place, facts),
        Override = reason,
    };
}
