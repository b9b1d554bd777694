using Microsoft.Data.Sqlite;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage;

/// <summary>
/// The domains of this installation, in an SQLite file in the data folder. Several processes may use it at once. What was
/// committed survives a killed process and a lost power line. Not for use from several threads at once.
/// </summary>
public sealed class DomainStore : IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;

    private DomainStore(SqliteFile file, SqliteConnection connection, TimeProvider time) =>
        (_file, _connection, _time) = (file, connection, time);

    /// <summary>True when the data folder holds a store already.</summary>
    public static bool Exists(string folder) => new SqliteFile(folder).Exists;

    /// <summary>Opens the store of a data folder; makes both where they are missing, and brings an older store up to date.</summary>
    /// <exception cref="StoreException">The store cannot be opened, or was made by a newer program.</exception>
    public static Task<DomainStore> OpenAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = new SqliteFile(folder);
        return file.GuardAsync(async () =>
        {
            DataFolder.Prepare(folder);
            var connection = await file.ConnectAsync(create: true, cancellationToken);
            try
            {
                await Migrator.MigrateAsync(connection, cancellationToken);
                return new DomainStore(file, connection, time);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        });
    }

    /// <summary>All enrolled domains, by name.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<EnrolledDomain>> ListAsync(CancellationToken cancellationToken) => _file.GuardAsync(async () =>
    {
        var domains = new List<EnrolledDomain>();
        await using var command = _connection.Prepare(DomainSql.All);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            domains.Add(DomainRows.Read(rows));
        return (IReadOnlyList<EnrolledDomain>)domains;
    });

    /// <summary>The names of all enrolled domains, as A-labels.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) => _file.GuardAsync(async () =>
    {
        var names = new List<string>();
        await using var command = _connection.Prepare(DomainSql.Names);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            names.Add(rows.GetString(0));
        return (IReadOnlyList<string>)names;
    });

    /// <summary>One enrolled domain, or null.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<EnrolledDomain?> FindAsync(DomainName domain, CancellationToken cancellationToken) => _file.GuardAsync(async () =>
    {
        await using var command = _connection.Prepare(DomainSql.One, "@name");
        await using var rows = await command.With(domain.Ascii).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? DomainRows.Read(rows) : null;
    });

    /// <summary>
    /// Starts to write. Whoever else wants to write waits until this transaction is committed or disposed, so what is read
    /// in it stays true until then.
    /// </summary>
    /// <exception cref="StoreException">Another program kept the store busy for too long.</exception>
    public Task<DomainTransaction> BeginAsync(CancellationToken cancellationToken) => _file.GuardAsync(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        var transaction = _connection.BeginTransaction(deferred: false);
        return Task.FromResult(new DomainTransaction(_file, _connection, transaction, _time.GetUtcNow()));
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
