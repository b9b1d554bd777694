using System.Data.Common;
using StrictPost.Engine.Storage.Changes;
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

/// <summary>Writes that happen together or, without <see cref="CommitAsync"/>, not at all. Not for use from several threads at once.</summary>
public sealed class DomainTransaction : IAsyncDisposable
{
    private readonly StoreWrite _write;
    private readonly DbCommand _find;
    private readonly DbCommand _last;
    private readonly DbCommand _publish;
    private readonly DbCommand _enrol;
    private readonly DbCommand _retire;
    private readonly DbCommand _remove;

    internal DomainTransaction(StoreWrite write)
    {
        _write = write;
        var connection = write.Connection;
        _find = connection.Prepare(DomainSql.One, "@name");
        _last = connection.Prepare(DomainSql.LastPublication, "@name");
        _publish = connection.Prepare(DomainSql.Publish, "@name", "@id", "@body", "@now");
        _enrol = connection.Prepare(DomainSql.Enrol, "@name", "@id", "@rua", "@leaving");
        _retire = connection.Prepare(DomainSql.Retire, "@name", "@id", "@now", "@sequence");
        _remove = connection.Prepare(DomainSql.Remove, "@name");
    }

    /// <summary>For writes of others that belong to these.</summary>
    internal StoreWrite Write => _write;

    /// <summary>When the writing began.</summary>
    public DateTimeOffset Now => _write.Now;

    /// <summary>One enrolled domain as this transaction sees it, or null.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<EnrolledDomain?> FindAsync(DomainName domain, CancellationToken cancellationToken) => _write.Database.GuardAsync(async () =>
    {
        await using var rows = await _find.With(domain.Ascii).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? DomainRows.Read(rows) : null;
    });

    /// <summary>The change of policy that a domain is in, as this transaction sees it; null where there is none.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<StoredChange?> RunningChangeAsync(DomainName domain, CancellationToken cancellationToken) =>
        _write.Database.GuardAsync(() => ChangeWriter.RunningAsync(_write, domain, cancellationToken));

    /// <summary>
    /// Enrols a domain or gives it other settings; one that was leaving stays. The policy keeps its id exactly as long as its
    /// body stays the same; a domain that returns after its removal gets the id it had, or a later one.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task<(SaveOutcome Outcome, EnrolledDomain Domain)> SaveAsync(DomainSettings settings, CancellationToken cancellationToken) =>
        SaveAsync(settings, null, cancellationToken);

    /// <summary>The same, for a domain that leaves since a given time.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public async Task<(SaveOutcome Outcome, EnrolledDomain Domain)> SaveAsync(
        DomainSettings settings, DateTimeOffset? leavingSince, CancellationToken cancellationToken)
    {
        var before = await FindAsync(settings.Domain, cancellationToken);
        if (before is not null && before.Settings == settings && before.LeavingSince == leavingSince)
            return (SaveOutcome.Unchanged, before);

        string id = await _write.Database.GuardAsync(() => WriteAsync(settings, leavingSince, cancellationToken));
        return (before is null ? SaveOutcome.Added : SaveOutcome.Changed, new EnrolledDomain(settings, id) { LeavingSince = leavingSince });
    }

    /// <summary>Ends a domain's enrolment; the bodies it published stay on record.</summary>
    /// <returns>False when it was not enrolled.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task<bool> RemoveAsync(DomainName domain, CancellationToken cancellationToken) => _write.Database.GuardAsync(async () =>
    {
        if (await _remove.With(domain.Ascii).ExecuteNonQueryAsync(cancellationToken) == 0)
            return false;
        await RetireAsync(domain.Ascii, "", cancellationToken);
        return true;
    });

    /// <summary>Makes the writes durable, and visible to everyone at once.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task CommitAsync(CancellationToken cancellationToken) => _write.CommitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var command in (DbCommand[])[_find, _last, _publish, _enrol, _retire, _remove])
            await command.DisposeAsync();
        await _write.DisposeAsync();
    }

    private async Task<string> WriteAsync(DomainSettings settings, DateTimeOffset? leavingSince, CancellationToken cancellationToken)
    {
        string name = settings.Domain.Ascii;
        string body = settings.Policy.ToBody();
        string id = await NextIdAsync(name, body, cancellationToken);
        object leaving = leavingSince?.ToUnixTimeMilliseconds() ?? (object)DBNull.Value;
        await _publish.With(name, id, body, Now.ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(cancellationToken);
        await _enrol.With(name, id, DomainRows.RuaText(settings), leaving).ExecuteNonQueryAsync(cancellationToken);
        await RetireAsync(name, id, cancellationToken);
        return id;
    }

    /// <summary>Notes the change, and that every body but this one is retired by it.</summary>
    private async Task RetireAsync(string name, string currentId, CancellationToken cancellationToken)
    {
        long sequence = await _write.NoteChangeAsync(ChangeTopic.Policy, name, cancellationToken);
        await _retire.With(name, currentId, Now.ToUnixTimeMilliseconds(), sequence).ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<string> NextIdAsync(string name, string body, CancellationToken cancellationToken)
    {
        await using var rows = await _last.With(name).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken)
            ? PolicyId.Next(rows.GetString(0), rows.GetString(1), body, Now)
            : PolicyId.Next(null, null, body, Now);
    }
}
