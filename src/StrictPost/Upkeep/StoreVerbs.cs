using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Upkeep;
using StrictPost.Rendering;

namespace StrictPost.Upkeep;

/// <summary>What every verb under <c>store</c> has in common: its store, and how it prints.</summary>
internal sealed class StoreVerbs(Terminal terminal)
{
    /// <summary>The SQLite store of the data folder, on the command line.</summary>
    private const string Sqlite = "sqlite";

    /// <summary>The PostgreSQL store of the configuration.</summary>
    private const string Postgres = "postgres";

    private readonly StoreOptions _store = new();
    private readonly Option<ResultFormat> _format = CommonOptions.Format();

    public Terminal Terminal { get; } = terminal;

    /// <summary>Gives a verb the common options and what it does.</summary>
    public Command Finish(Command verb, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        verb.Options.Add(_format);
        _store.AddTo(verb);
        verb.SetAction(run);
        return verb;
    }

    public bool WantsJson(ParseResult parsed) => parsed.GetValue(_format) == ResultFormat.Json;

    public Settings Settings(ParseResult parsed) => _store.Read(parsed);

    /// <summary>The store that is configured, which must be there.</summary>
    /// <exception cref="Refusal">There is none.</exception>
    public Task<Database> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var place = Settings(parsed).Store;
        return place.MayHold
            ? Database.OpenAsync(place, TimeProvider.System, cancellation)
            : throw new Refusal($"There is no store in the folder `{place}`.", "Name the right folder with `--data`.");
    }

    /// <summary>A store as the command line names it: <c>sqlite</c>, <c>postgres</c>, or the path of a backup.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="name">What stands there.</param>
    /// <param name="mustExist">True for a source.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Refusal">There is no such store.</exception>
    public Task<Database> OpenAsync(ParseResult parsed, string name, bool mustExist, CancellationToken cancellation)
    {
        var settings = Settings(parsed);
        switch (name)
        {
            case Sqlite:
                var place = new StorePlace(settings.Data);
                if (mustExist && !place.MayHold)
                    throw new Refusal($"There is no store in the folder `{place}`.", "Name the right folder with `--data`.");
                return Database.OpenAsync(place, TimeProvider.System, cancellation);
            case Postgres:
                return settings.StorePostgres is null
                    ? throw new Refusal("No PostgreSQL store is configured.", "Set `store.postgres` in strictpost.toml, or STRICTPOST_STORE_POSTGRES.")
                    : Database.OpenAsync(settings.Store, TimeProvider.System, cancellation);
            default:
                if (mustExist && !File.Exists(name))
                    throw new Refusal($"There is no file {name}.", $"Give `{Sqlite}`, `{Postgres}` or the path of a backup.");
                return Database.OpenFileAsync(name, TimeProvider.System, cancellation);
        }
    }

    /// <summary>One line for each table that holds something, or all of it as JSON.</summary>
    public void Print(ParseResult parsed, IReadOnlyList<TableDigest> tables, string done)
    {
        if (WantsJson(parsed))
        {
            JsonPage.Print(Terminal, json =>
            {
                json.WriteStartObject();
                StoreJson.Write(json, tables);
                json.WriteEndObject();
            });
            return;
        }

        foreach (var table in tables.Where(table => table.Rows > 0))
            Terminal.Out.WriteLine($"  {table.Table,-16} {table.Rows,10} rows  sha256 {table.Hash[..16]}…");
        Terminal.Out.WriteLine(done);
    }
}
