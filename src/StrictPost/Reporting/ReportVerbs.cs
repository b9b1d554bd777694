using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Reporting;

/// <summary>What every verb under <c>reports</c> has in common: its store, its formats, and the days it looks at.</summary>
internal sealed class ReportVerbs(Terminal terminal)
{
    private readonly StoreOptions _store = new();

    private readonly Option<ListFormat> _format = new("--format")
    {
        Description = "How to print results.",
        HelpName = "text|json|csv",
        DefaultValueFactory = _ => ListFormat.Text,
    };

    private readonly Option<int> _days = new("--days")
    {
        Description = "How many days back to look, with today.",
        HelpName = "N",
        DefaultValueFactory = _ => 30,
    };

    public Terminal Terminal { get; } = terminal;

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Gives a verb the common options and what it does.</summary>
    public Command Finish(Command verb, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        verb.Options.Add(_format);
        _store.AddTo(verb);
        verb.SetAction(run);
        return verb;
    }

    /// <summary>Gives a verb <c>--days</c>.</summary>
    public Command WithDays(Command verb)
    {
        verb.Options.Add(_days);
        return verb;
    }

    public ListFormat Format(ParseResult parsed) => parsed.GetValue(_format);

    public Settings Settings(ParseResult parsed) => _store.Read(parsed);

    /// <summary>The days to look at, in UTC as reports are.</summary>
    /// <exception cref="Refusal">The number makes no sense.</exception>
    public (DateOnly From, DateOnly To) Days(ParseResult parsed)
    {
        int days = parsed.GetValue(_days);
        var today = DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);
        return days is > 0 and <= 36_500
            ? (today.AddDays(1 - days), today)
            : throw new Refusal($"{days} is no number of days.", "Give `--days` a number from 1 to 36500.");
    }

    /// <summary>The store, which must be there.</summary>
    /// <exception cref="Refusal">There is none.</exception>
    public Task<Database> OpenAsync(ParseResult parsed, CancellationToken cancellation) =>
        OpenAsync(parsed, "Name the right folder with `--data`; `strictpost reports show FILE` needs none.", cancellation);

    /// <inheritdoc cref="OpenAsync(ParseResult, CancellationToken)"/>
    /// <param name="parsed">The command line.</param>
    /// <param name="fix">What to do where there is none.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Database> OpenAsync(ParseResult parsed, string fix, CancellationToken cancellation)
    {
        var place = Settings(parsed).Store;
        return place.MayHold ? Database.OpenAsync(place, Time, cancellation) : throw new Refusal($"There is no store in the folder `{place}`.", fix);
    }

    /// <summary>Sees that nothing about a domain is no mistake in its name: it is enrolled, or some report was about it.</summary>
    /// <exception cref="Refusal">Nobody knows it.</exception>
    public async Task ExpectKnownAsync(ParseResult parsed, Database database, DomainName domain, CancellationToken cancellation)
    {
        var names = await new DomainStore(database).NamesAsync(cancellation);
        if (names.Contains(domain.Ascii, StringComparer.Ordinal))
            return;
        if (await new ReportListQuery(database).ReadAsync(new ReportFilter { Domain = domain.Ascii, Limit = 1 }, cancellation) is [])
            throw DomainVerbs.Unknown(domain, names, Settings(parsed).Store);
    }

    /// <summary>A domain as the command line has it.</summary>
    /// <exception cref="Refusal">It is none.</exception>
    public static DomainName Domain(string text) => Refusal.ValueOf(DomainName.Parse(text));
}
