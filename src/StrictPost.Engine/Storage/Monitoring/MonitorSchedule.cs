using System.Data.Common;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Monitoring;

/// <summary>A look that is to be made now.</summary>
/// <param name="Domain">At which domain.</param>
/// <param name="IsFull">Whether its mail hosts are looked at, too.</param>
/// <param name="SeenAt">When DNS last answered; null where it never did.</param>
/// <param name="WorkedAt">When all was first seen as it is set; null where it never was.</param>
internal sealed record DueLook(DomainName Domain, bool IsFull, DateTimeOffset? SeenAt, DateTimeOffset? WorkedAt);

/// <summary>When to look at which domain; it outlives the process. Safe for use from several threads.</summary>
internal sealed class MonitorSchedule(Database database)
{
    private const string Missing = "SELECT name FROM domain WHERE NOT EXISTS (SELECT 1 FROM monitor WHERE monitor.domain = domain.name) ORDER BY name;";

    private const string Add = "INSERT INTO monitor (domain, due_at, full_at) VALUES (@domain, @due, @full) ON CONFLICT (domain) DO NOTHING;";

    private static readonly string[] Forget =
    [
        "DELETE FROM monitor WHERE NOT EXISTS (SELECT 1 FROM domain WHERE domain.name = monitor.domain);",
        "DELETE FROM alert WHERE standing = 'waiting' AND incident_id IN (SELECT id FROM incident WHERE NOT EXISTS (SELECT 1 FROM domain WHERE domain.name = incident.domain));",
        "DELETE FROM incident WHERE standing = 'suspected' AND NOT EXISTS (SELECT 1 FROM domain WHERE domain.name = incident.domain);",
    ];

    private const string Close =
        "UPDATE incident SET standing = 'resolved', resolved_at = @now WHERE standing = 'open' AND NOT EXISTS (SELECT 1 FROM domain WHERE domain.name = incident.domain);";

    private const string Due =
        """
        SELECT m.domain, m.full_at, m.seen_at, m.worked_at,
          (SELECT count(*) FROM incident i WHERE i.domain = m.domain AND i.source = 'mail-hosts' AND i.resolved_at IS NULL)
        FROM monitor m WHERE m.due_at <= @now ORDER BY m.due_at LIMIT @most;
        """;

    private const string Begin = "UPDATE monitor SET due_at = @due WHERE domain = @domain;";

    private const string End =
        """
        UPDATE monitor SET due_at = @due, looked_at = @now, full_at = CASE WHEN @full > 0 THEN @full ELSE full_at END,
          seen_at = CASE WHEN @seen = 1 THEN @now ELSE coalesce(seen_at, @now) END,
          worked_at = CASE WHEN @works = 1 THEN coalesce(worked_at, @now) ELSE worked_at END
        WHERE domain = @domain;
        """;

    private static readonly string[] Old =
    [
        "DELETE FROM alert WHERE created_at < @before AND standing <> 'waiting';",
        "DELETE FROM alert WHERE give_up_at < @before;",
        "DELETE FROM incident WHERE resolved_at < @before;",
    ];

    /// <summary>
    /// Takes up domains that were enrolled, and forgets those that are no more: what was open of them is over, and not told. Each gets a
    /// time of its own, so that ten thousand are spread over an hour, and over a day with their mail hosts.
    /// </summary>
    /// <param name="seen">The number of the last change that was looked at.</param>
    /// <param name="light">The step from one look to the next.</param>
    /// <param name="full">The same, where mail hosts are looked at, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The number of the last change that was looked at now.</returns>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<long> EnrolAsync(long seen, TimeSpan light, TimeSpan full, CancellationToken cancellationToken)
    {
        long last = await database.ReadAsync(connection => connection.NumberAsync(DomainSql.LastChange, cancellationToken), cancellationToken);
        if (last == seen)
            return seen;
        await database.WriteAsync(async write =>
        {
            foreach (string sql in Forget)
                await write.Connection.ExecuteAsync(sql, cancellationToken);
            await using (var close = write.Connection.Prepare(Close, "@now"))
                await close.With(IncidentRows.Number(write.Now)).ExecuteNonQueryAsync(cancellationToken);
            var missing = await NamesAsync(write.Connection, cancellationToken);
            await using var add = write.Connection.Prepare(Add, "@domain", "@due", "@full");
            for (int i = 0; i < missing.Count; i++)
                await add.With(missing[i], IncidentRows.Number(write.Now + (light * i)), IncidentRows.Number(write.Now + (full * i))).ExecuteNonQueryAsync(cancellationToken);
            return true;
        }, cancellationToken);
        return last;
    }

    /// <summary>Takes looks to make; each is put off, so that no other node makes it.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="putOff">For how long: longer than a look takes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<IReadOnlyList<DueLook>> TakeAsync(int most, TimeSpan putOff, CancellationToken cancellationToken)
    {
        long now = IncidentRows.Number(database.Time.GetUtcNow());
        // Most of the time nothing is due, and nobody need wait for a turn to write.
        if ((await database.ReadAsync(connection => DueAsync(connection, now, 1, cancellationToken), cancellationToken)).Count == 0)
            return [];
        return await database.WriteAsync(async write =>
        {
            var due = await DueAsync(write.Connection, IncidentRows.Number(write.Now), most, cancellationToken);
            await using var begin = write.Connection.Prepare(Begin, "@due", "@domain");
            foreach (var look in due)
                await begin.With(IncidentRows.Number(write.Now + putOff), look.Domain.Ascii).ExecuteNonQueryAsync(cancellationToken);
            return due;
        }, cancellationToken);
    }

    /// <summary>Notes a look.</summary>
    /// <param name="write">In the transaction of what it found.</param>
    /// <param name="look">The look.</param>
    /// <param name="wait">Until the next one.</param>
    /// <param name="full">Until the next one with mail hosts; zero to leave that as it is.</param>
    /// <param name="isSeen">Whether DNS answered.</param>
    /// <param name="works">Whether all was as it is set.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task EndAsync(StoreWrite write, DueLook look, TimeSpan wait, TimeSpan full, bool isSeen, bool works, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(End, "@due", "@now", "@full", "@seen", "@works", "@domain");
        await command.With(
            IncidentRows.Number(write.Now + wait), IncidentRows.Number(write.Now), full > TimeSpan.Zero ? IncidentRows.Number(write.Now + full) : 0L,
            isSeen ? 1L : 0L, works ? 1L : 0L, look.Domain.Ascii).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Forgets what was over long ago.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task ForgetAsync(TimeSpan age, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        foreach (string sql in Old)
        {
            await using var command = write.Connection.Prepare(sql, "@before");
            await command.With(IncidentRows.Number(write.Now - age)).ExecuteNonQueryAsync(cancellationToken);
        }

        return true;
    }, cancellationToken);

    private static async Task<IReadOnlyList<DueLook>> DueAsync(DbConnection connection, long now, int most, CancellationToken cancellationToken)
    {
        var due = new List<DueLook>();
        await using var command = connection.Prepare(Due, "@now", "@most");
        await using var rows = await command.With(now, (long)most).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (DomainName.TryParse(rows.GetString(0), out var domain))
                due.Add(new DueLook(domain, rows.GetInt64(1) <= now || rows.GetInt64(4) > 0, TimeAt(rows, 2), TimeAt(rows, 3)));
        }

        return due;
    }

    private static async Task<List<string>> NamesAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using var command = connection.Prepare(Missing);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            names.Add(rows.GetString(0));
        return names;
    }

    private static DateTimeOffset? TimeAt(DbDataReader row, int column) => row.IsDBNull(column) ? null : IncidentRows.Time(row.GetInt64(column));
}
