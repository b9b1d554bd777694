using System.Data.Common;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage;

/// <summary>The domains of this installation. What was committed survives a killed process and a lost power line. Safe for use from several threads.</summary>
public sealed class DomainStore(Database database)
{
    /// <summary>All enrolled domains, by name.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<EnrolledDomain>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => ListAsync(connection, DomainSql.All, DomainRows.Read, cancellationToken), cancellationToken);

    /// <summary>The names of all enrolled domains, as A-labels.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => ListAsync(connection, DomainSql.Names, row => row.GetString(0), cancellationToken), cancellationToken);

    /// <summary>One enrolled domain, or null.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<EnrolledDomain?> FindAsync(DomainName domain, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(DomainSql.One, "@name");
        await using var rows = await command.With(domain.Ascii).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? DomainRows.Read(rows) : null;
    }, cancellationToken);

    /// <summary>The domains that leave, by name, and since when.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<(DomainName Domain, DateTimeOffset Since)>> LeavingAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => ListAsync(connection, DomainSql.Leaving, DomainRows.ReadLeaving, cancellationToken), cancellationToken);

    /// <summary>
    /// Starts to write. Whoever else wants to write waits until this transaction is committed or disposed, so what is read
    /// in it stays true until then.
    /// </summary>
    /// <exception cref="StoreException">Another program kept the store busy for too long.</exception>
    public async Task<DomainTransaction> BeginAsync(CancellationToken cancellationToken) => new(await database.BeginAsync(cancellationToken));

    private static async Task<IReadOnlyList<T>> ListAsync<T>(
        DbConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        await using var command = connection.Prepare(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            list.Add(read(rows));
        return list;
    }
}
