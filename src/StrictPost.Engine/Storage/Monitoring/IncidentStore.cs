using System.Data.Common;
using StrictPost.Engine.Alerts;
using StrictPost.Protocol.Monitoring;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Monitoring;

/// <summary>The incidents of all domains. Safe for use from several threads.</summary>
public sealed class IncidentStore(Database database)
{
    private const string TakeNumber = "UPDATE counter SET value = value + 1 WHERE name = 'incident' RETURNING value;";

    private const string Live = $"SELECT {IncidentRows.Columns} FROM incident i WHERE i.domain = @domain AND (i.resolved_at IS NULL OR i.resolved_at > @since) ORDER BY i.id;";

    private const string Listed =
        $"""
        SELECT {IncidentRows.Columns} FROM incident i
        WHERE i.standing <> 'suspected' AND (@all = 1 OR i.standing = 'open') AND (@domain = '' OR i.domain = @domain)
        ORDER BY i.seen_at DESC, i.id DESC LIMIT @most;
        """;

    private const string One = $"SELECT {IncidentRows.Columns} FROM incident i WHERE i.id = @id AND i.standing <> 'suspected';";

    private const string OpenOf = "SELECT DISTINCT domain FROM incident WHERE source = 'reports' AND resolved_at IS NULL;";

    private const string Save =
        """
        INSERT INTO incident (id, domain, source, code, about, severity, stage, message, fix, standing, opened_at, seen_at, absent_since, absences, resolved_at, returns, told_stage)
        VALUES (@id, @domain, @source, @code, @about, @severity, @stage, @message, @fix, @standing, @opened, @seen, @absent, @absences, @resolved, @returns, @told)
        ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, stage = excluded.stage, message = excluded.message, fix = excluded.fix,
          standing = excluded.standing, seen_at = excluded.seen_at, absent_since = excluded.absent_since, absences = excluded.absences,
          resolved_at = excluded.resolved_at, returns = excluded.returns, told_stage = excluded.told_stage;
        """;

    private const string Drop = "DELETE FROM incident WHERE id = @id;";

    /// <summary>Incidents, those first that were seen last.</summary>
    /// <param name="domain">Only this domain's; null for all.</param>
    /// <param name="isOpen">Only those that are open.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<StoredIncident>> ListAsync(DomainName? domain, bool isOpen, int most, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(Listed, "@all", "@domain", "@most");
        return await ReadAsync(command.With(isOpen ? 0L : 1L, domain?.Ascii ?? "", (long)most), cancellationToken);
    }, cancellationToken);

    /// <summary>One incident, or null.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<StoredIncident?> FindAsync(long id, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(One, "@id");
        return await ReadAsync(command.With(id), cancellationToken) is [var found, ..] ? found : null;
    }, cancellationToken);

    /// <summary>The domains with incidents out of reports that are not over.</summary>
    internal Task<IReadOnlyList<string>> ReportedAsync(CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        var domains = new List<string>();
        await using var command = connection.Prepare(OpenOf);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            domains.Add(rows.GetString(0));
        return (IReadOnlyList<string>)domains;
    }, cancellationToken);

    /// <summary>Enters what a look saw, and queues what is to be told of it, in the same transaction.</summary>
    /// <returns>The incidents that go on, and those of which something is to be told.</returns>
    internal static async Task<LookOutcome> EnterAsync(
        StoreWrite write, DomainName domain, IReadOnlyCollection<Alarm> alarms, IReadOnlyCollection<AlarmSource> sources, AlertPlan plan, CancellationToken cancellationToken)
    {
        await using var live = write.Connection.Prepare(Live, "@domain", "@since");
        var known = await ReadAsync(live.With(domain.Ascii, IncidentRows.Number(write.Now - IncidentBook.OneDay)), cancellationToken);
        var outcome = new LookOutcome([], [.. known.Select(stored => stored.Incident)]);
        foreach (var change in IncidentBook.Look([.. outcome.Live], alarms, sources, write.Now))
        {
            long id = change.Before is { } before
                ? known.First(stored => ReferenceEquals(stored.Incident, before)).Id
                : await write.Connection.NumberAsync(TakeNumber, cancellationToken);
            await WriteAsync(write.Connection, id, domain, change.After, cancellationToken);
            if (change.Before is not null)
                outcome.Live.Remove(change.Before);
            if (change.After is not { } after)
                continue;
            outcome.Live.Add(after);
            if (change.Notice is not { } notice)
                continue;
            outcome.Told.Add((new StoredIncident(id, domain.Ascii, after), notice));
            await AlertQueue.AddAsync(write, id, notice, after.Alarm.Severity, plan, cancellationToken);
        }

        return outcome;
    }

    private static async Task WriteAsync(DbConnection connection, long id, DomainName domain, WatchedIncident? incident, CancellationToken cancellationToken)
    {
        await using var command = incident is null ? connection.Prepare(Drop, "@id").With(id) : connection.Prepare(Save, IncidentRows.Parameters)
            .With(IncidentRows.Values(new StoredIncident(id, domain.Ascii, incident)));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<StoredIncident>> ReadAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var incidents = new List<StoredIncident>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            incidents.Add(IncidentRows.Read(rows));
        return incidents;
    }
}

/// <summary>What entering a look led to.</summary>
/// <param name="Told">Of what something is to be told.</param>
/// <param name="Live">All that is not over for good.</param>
internal sealed record LookOutcome(List<(StoredIncident Incident, NoticeKind Notice)> Told, List<WatchedIncident> Live);
