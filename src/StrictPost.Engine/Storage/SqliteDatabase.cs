using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StrictPost.Engine.Storage;

/// <summary>The store in a file of the data folder. Several processes of one machine may use it at once.</summary>
internal sealed class SqliteDatabase : Database
{
    /// <summary>How often a running server asks for changes.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>16 MB of the file in memory, and one checkpoint for 32 MB of writes: many small rows go to the same pages over and over.</summary>
    private const string WriterSettings = "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 8192;";

    /// <summary>SQLite makes a thread wait; among ourselves we wait without one.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    private readonly SqliteFile _file;

    /// <summary>Kept between writes, since what it remembers of the file is worth much. Only whoever has the turn touches it.</summary>
    private SqliteConnection? _writer;

    /// <summary>Of the file that the writer has open: another one may have been put in its place.</summary>
    private DateTime _madeAt;

    public SqliteDatabase(string folder, TimeProvider time)
        : this(new SqliteFile(folder), time)
    {
    }

    public SqliteDatabase(SqliteFile file, TimeProvider time)
        : base(time) => _file = file;

    public override string Name => _file.Path;

    internal override string Migrations => "sqlite";

    internal override string HasVersionTable => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version';";

    public override async ValueTask DisposeAsync()
    {
        await DropWriterAsync();
        _turn.Dispose();
    }

    internal override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken) => await _file.ConnectAsync(create: false, cancellationToken);

    internal override async Task<DbConnection> ConnectToWriteAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null && (!_file.Exists || _file.MadeAt != _madeAt))
            await DropWriterAsync();
        if (_writer is null)
        {
            _madeAt = _file.MadeAt;
            _writer = await _file.ConnectAsync(create: false, cancellationToken);
            await _writer.ExecuteAsync(WriterSettings, cancellationToken);
        }

        return _writer;
    }

    internal override ValueTask GiveBackAsync(DbConnection connection) => ValueTask.CompletedTask;

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

    private async ValueTask DropWriterAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync();
        _writer = null;
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
