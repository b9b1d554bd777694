using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace StrictPost.Engine.Storage;

/// <summary>The store in a PostgreSQL database, for any number of nodes.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>Who writes holds this advisory lock, so that changes are numbered in the order of their commits. The number is ours alone.</summary>
    private const string Exclude = "SELECT pg_advisory_xact_lock(7239841);";

    private const string Channel = "strictpost";

    /// <summary>Changes are also asked for, since not every connection pooler passes notifications on.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgresDatabase(NpgsqlConnectionStringBuilder settings, TimeProvider time)
        : base(time)
    {
        _settings = settings;
        _source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableTransportSecurity().Build();
    }

    public override string Name => $"{_settings.Database ?? _settings.Username} at {_settings.Host}:{_settings.Port}";

    internal override string Migrations => "postgres";

    internal override string HasVersionTable => "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version';";

    /// <exception cref="StoreException">The connection string cannot be read.</exception>
    public static PostgresDatabase Of(string connectionString, TimeProvider time)
    {
        try
        {
            return new PostgresDatabase(Complete(new NpgsqlConnectionStringBuilder(connectionString)), time);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            // The text may hold a password: it is not repeated.
            throw new StoreException(
                "The connection string for PostgreSQL cannot be read.",
                "Write it like `Host=db.example.net;Database=strictpost;Username=strictpost;Password=…`, in `store.postgres` or STRICTPOST_STORE_POSTGRES.");
        }
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    internal override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    internal override Task ListenAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync($"LISTEN {Channel};", cancellationToken);

    internal override async Task WaitAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await ((NpgsqlConnection)connection).WaitAsync(Interval, cancellationToken);

    internal override async Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    internal override Task<string?> FileProblemAsync(DbConnection connection, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    internal override Task NotifyAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync($"NOTIFY {Channel};", cancellationToken);

    private protected override Task<IDisposable?> TakeTurnAsync(CancellationToken cancellationToken) => Task.FromResult<IDisposable?>(null);

    private protected override async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Exclude, cancellationToken);
        return transaction;
    }

    private protected override Task CreateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private protected override StoreException? Explain(Exception fault) => fault switch
    {
        PostgresException refused => StoreException.Of(refused, Name),
        DbException or SocketException or TimeoutException or IOException => new StoreException(
            $"The PostgreSQL store {Name} cannot be reached: {(fault.InnerException ?? fault).Message}",
            "Check that the server runs, and `store.postgres` in the configuration.",
            fault)
        {
            IsPassing = true,
        },
        _ => null,
    };

    /// <summary>A server that does not answer is noticed within seconds, where the administrator says nothing else.</summary>
    private static NpgsqlConnectionStringBuilder Complete(NpgsqlConnectionStringBuilder settings)
    {
        settings.ApplicationName ??= "strictpost";
        SetUsual(settings, "Timeout", () => settings.Timeout = 5);
        SetUsual(settings, "Command Timeout", () => settings.CommandTimeout = 20);
        SetUsual(settings, "Cancellation Timeout", () => settings.CancellationTimeout = 2000);
        SetUsual(settings, "Keepalive", () => settings.KeepAlive = 5);
        // A batch of reports runs the same few commands hundreds of times.
        SetUsual(settings, "Max Auto Prepare", () => settings.MaxAutoPrepare = 64);
        SetUsual(settings, "Maximum Pool Size", () => settings.MaxPoolSize = 20);
        return settings;
    }

    private static void SetUsual(NpgsqlConnectionStringBuilder settings, string key, Action set)
    {
        if (!settings.ShouldSerialize(key))
            set();
    }
}
