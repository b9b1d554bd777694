using System.Data.Common;
using Microsoft.Data.Sqlite;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage;

/// <summary>What saving a domain did.</summary>
public enum SaveOutcome
{
    /// <summary>It was set so already; nothing was written.</summary>
    Unchanged,

    /// <summary>It was enrolled.</summary>
    Added,

    /// <summary>It was enrolled already, with other settings.</summary>
    Changed,
}

/// <summary>Writes that happen together or, without <see cref="CommitAsync"/>, not at all.</summary>
public sealed class DomainTransaction : IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteTransaction _transaction;
    private readonly DateTimeOffset _now;
    private readonly DbCommand _find;
    private readonly DbCommand _last;
    private readonly DbCommand _publish;
    private readonly DbCommand _enrol;
    private readonly DbCommand _remove;
    private readonly DbCommand _note;

    internal DomainTransaction(SqliteFile file, SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset now)
    {
        (_file, _transaction, _now) = (file, transaction, now);
        _find = connection.Prepare(DomainSql.One, "@name");
        _last = connection.Prepare(DomainSql.LastPublication, "@name");
        _publish = connection.Prepare(DomainSql.Publish, "@name", "@id", "@body", "@now");
        _enrol = connection.Prepare(DomainSql.Enrol, "@name", "@id", "@rua");
        _remove = connection.Prepare(DomainSql.Remove, "@name");
        _note = connection.Prepare(DomainSql.NoteChange, "@name");
    }

    /// <summary>One enrolled domain as this transaction sees it, or null.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<EnrolledDomain?> FindAsync(DomainName domain, CancellationToken cancellationToken) => _file.GuardAsync(async () =>
    {
        await using var rows = await _find.With(domain.Ascii).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? DomainRows.Read(rows) : null;
    });

    /// <summary>
    /// Enrols a domain or gives it other settings. The policy keeps its id exactly as long as its body stays the same; a
    /// domain that returns after its removal gets the id it had, or a later one.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public async Task<(SaveOutcome Outcome, EnrolledDomain Domain)> SaveAsync(DomainSettings settings, CancellationToken cancellationToken)
    {
        var before = await FindAsync(settings.Domain, cancellationToken);
        if (before is not null && before.Settings == settings)
            return (SaveOutcome.Unchanged, before);

        string id = await _file.GuardAsync(() => WriteAsync(settings, cancellationToken));
        return (before is null ? SaveOutcome.Added : SaveOutcome.Changed, new EnrolledDomain(settings, id));
    }

    /// <summary>Ends a domain's enrolment; the bodies it published stay on record.</summary>
    /// <returns>False when it was not enrolled.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task<bool> RemoveAsync(DomainName domain, CancellationToken cancellationToken) => _file.GuardAsync(async () =>
    {
        if (await _remove.With(domain.Ascii).ExecuteNonQueryAsync(cancellationToken) == 0)
            return false;
        await _note.With(domain.Ascii).ExecuteNonQueryAsync(cancellationToken);
        return true;
    });

    /// <summary>Makes the writes durable, and visible to everyone at once.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task CommitAsync(CancellationToken cancellationToken) => _file.GuardAsync(async () =>
    {
        await _transaction.CommitAsync(cancellationToken);
        return true;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var command in (DbCommand[])[_find, _last, _publish, _enrol, _remove, _note])
            await command.DisposeAsync();
        await _transaction.DisposeAsync();
    }

    private async Task<string> WriteAsync(DomainSettings settings, CancellationToken cancellationToken)
    {
        string name = settings.Domain.Ascii;
        string body = settings.Policy.ToBody();
        string id = await NextIdAsync(name, body, cancellationToken);
        await _publish.With(name, id, body, _now.ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(cancellationToken);
        await _enrol.With(name, id, DomainRows.RuaText(settings)).ExecuteNonQueryAsync(cancellationToken);
        await _note.With(name).ExecuteNonQueryAsync(cancellationToken);
        return id;
    }

    private async Task<string> NextIdAsync(string name, string body, CancellationToken cancellationToken)
    {
        await using var rows = await _last.With(name).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken)
            ? PolicyId.Next(rows.GetString(0), rows.GetString(1), body, _now)
            : PolicyId.Next(null, null, body, _now);
    }
}
