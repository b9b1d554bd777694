using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StrictPost.Engine.Storage;

/// <summary>The store in a file of the data folder. Several processes of one machine may use it at once.</summary>
internal sealed class SqliteDatabase : Database
{
    /// <summary>How often a running server asks for changes.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>SQLite makes a thread wait; among ourselves we wait without one.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    private readonly SqliteFile _file;

    public SqliteDatabase(string folder, TimeProvider time)
        : this(new SqliteFile(folder), time)
    {
    }

    public SqliteDatabase(SqliteFile file, TimeProvider time)
        : base(time) => _file = file;

    public override string Name => _file.Path;

    internal override string Migrations => "sqlite";

    internal override string HasVersionTable => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version';";

    public override ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    internal override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken) => await _file.ConnectAsync(create: false, cancellationToken);

    internal override Task ListenAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    internal override async Task WaitAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await Task.Delay(Interval, Time, cancellationToken);
        if (!_file.Exists)
            throw new StoreException($"The store {_file.Path} is gone.", "Put it back, from a backup if need be.");
    }

    internal override Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    internal override async Task<string?> FileProblemAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare("PRAGMA integrity_check(1);");
        return await command.ExecuteScalarAsync(cancellationToken) is string answer and not "ok" ? answer : null;
    }

    internal override Task NotifyAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    private protected override async Task<IDisposable?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    private protected override Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));
    }

    private protected override async Task CreateAsync(CancellationToken cancellationToken)
    {
        DataFolder.Prepare(_file.Folder);
        await using var connection = await _file.ConnectAsync(create: true, cancellationToken);
    }

    private protected override StoreException? Explain(Exception fault) => fault switch
    {
        SqliteException sqlite => StoreException.Of(sqlite, _file.Path),
        IOException or UnauthorizedAccessException =>
            new StoreException($"The store {_file.Path} cannot be used: {fault.Message}", "Check the folder and its permissions.", fault),
        _ => null,
    };

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
