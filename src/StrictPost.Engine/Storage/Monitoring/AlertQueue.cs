using System.Collections.Immutable;
using System.Data.Common;
using StrictPost.Engine.Alerts;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Engine.Storage.Monitoring;

/// <summary>A message that is to be sent now.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Channel">By which way.</param>
/// <param name="CreatedAt">When it was queued.</param>
/// <param name="GiveUpAt">From when on it is not tried again.</param>
/// <param name="Tries">How often it was tried, with this time.</param>
/// <param name="Incident">What it is about, as it is now.</param>
internal sealed record DueAlert(
    long Id, NoticeKind Kind, string Channel, DateTimeOffset CreatedAt, DateTimeOffset GiveUpAt, int Tries, StoredIncident Incident);

/// <summary>Messages that wait in the store, so that none is lost when a process ends. Safe for use from several threads.</summary>
internal sealed class AlertQueue(Database database)
{
    private const string TakeNumber = "UPDATE counter SET value = value + 1 WHERE name = 'alert' RETURNING value;";

    private const string Waiting = "SELECT id, kind FROM alert WHERE incident_id = @incident AND channel = @channel AND standing = 'waiting' AND tries = 0 ORDER BY id;";

    private const string Add =
        """
        INSERT INTO alert (id, incident_id, kind, channel, standing, created_at, due_at, give_up_at, tries)
        VALUES (@id, @incident, @kind, @channel, 'waiting', @created, @due, @giveUp, 0);
        """;

    private const string Drop = "DELETE FROM alert WHERE id = @id;";

    /// <summary>Of one incident on one channel the older message goes first.</summary>
    private const string Due =
        $"""
        SELECT {IncidentRows.Columns}, a.id, a.kind, a.channel, a.created_at, a.give_up_at, a.tries
        FROM alert a JOIN incident i ON i.id = a.incident_id
        WHERE a.standing = 'waiting' AND a.channel = @channel AND a.due_at <= @now AND NOT EXISTS (
          SELECT 1 FROM alert b WHERE b.incident_id = a.incident_id AND b.channel = a.channel AND b.standing = 'waiting' AND b.id < a.id)
        ORDER BY a.due_at LIMIT @most;
        """;

    private const string Begin = "UPDATE alert SET tries = tries + 1, due_at = @due WHERE id = @id;";

    private const string End = "UPDATE alert SET standing = @standing, sent_at = @sent, error = @error WHERE id = @id;";

    /// <summary>Queues a notice on each channel, or takes back what it makes needless.</summary>
    public static async Task AddAsync(StoreWrite write, long incident, NoticeKind notice, Severity severity, AlertPlan plan, CancellationToken cancellationToken)
    {
        foreach (string channel in plan.Channels)
        {
            var waiting = await WaitingAsync(write.Connection, incident, channel, cancellationToken);
            var fold = NoticeFold.With([.. waiting.Select(alert => alert.Kind)], notice);
            foreach (var (id, _) in waiting.Where(alert => fold.Dropped.Contains(alert.Kind)))
                await DoAsync(write.Connection, Drop, ["@id"], [id], cancellationToken);
            if (!fold.IsAdded || (notice == NoticeKind.Resolved && !plan.TellsResolved))
                continue;
            var due = plan.DueAt(write.Now, notice, severity);
            long number = await write.Connection.NumberAsync(TakeNumber, cancellationToken);
            await DoAsync(
                write.Connection, Add, ["@id", "@incident", "@kind", "@channel", "@created", "@due", "@giveUp"],
                [number, incident, Text(notice), channel, Number(write.Now), Number(due), Number(due + AlertPlan.Patience)], cancellationToken);
        }
    }

    /// <summary>
    /// Takes messages to send. Each is put off before it is sent, so that no other node sends it meanwhile; should this process die, it is sent again,
    /// under the same number.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public Task<ImmutableArray<DueAlert>> TakeAsync(string channel, int most, AlertPlan plan, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = write.Connection.Prepare(Due, "@channel", "@now", "@most");
        var due = await ReadAsync(command.With(channel, Number(write.Now), (long)most), cancellationToken);
        foreach (var alert in due)
        {
            var next = plan.DueAt(write.Now + AlertPlan.WaitAfter(alert.Tries), alert.Kind, alert.Incident.Incident.Alarm.Severity);
            await DoAsync(write.Connection, Begin, ["@due", "@id"], [Number(next), alert.Id], cancellationToken);
        }

        return due;
    }, cancellationToken);

    /// <summary>Whether anything is to be sent, asked without a turn to write.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<bool> HasDueAsync(string channel, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare("SELECT count(*) FROM alert WHERE standing = 'waiting' AND channel = @channel AND due_at <= @now;", "@channel", "@now");
        return await command.With(channel, Number(database.Time.GetUtcNow())).ExecuteScalarAsync(cancellationToken) is > 0L;
    }, cancellationToken);

    /// <summary>Notes that a message was sent.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task SentAsync(DueAlert alert, CancellationToken cancellationToken) => EndAsync(alert.Id, "sent", null, cancellationToken);

    /// <summary>Notes why a message was not sent.</summary>
    /// <returns>True where it is tried again.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public async Task<bool> FailedAsync(DueAlert alert, string error, CancellationToken cancellationToken)
    {
        bool again = database.Time.GetUtcNow() < alert.GiveUpAt;
        await EndAsync(alert.Id, again ? "waiting" : "failed", error, cancellationToken);
        return again;
    }

    private Task<bool> EndAsync(long id, string standing, string? error, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        object sent = standing == "sent" ? Number(write.Now) : DBNull.Value;
        await DoAsync(write.Connection, End, ["@standing", "@sent", "@error", "@id"], [standing, sent, error is null ? DBNull.Value : Reports.StorableText.Of(error), id], cancellationToken);
        return true;
    }, cancellationToken);

    private static async Task<List<(long Id, NoticeKind Kind)>> WaitingAsync(DbConnection connection, long incident, string channel, CancellationToken cancellationToken)
    {
        var waiting = new List<(long, NoticeKind)>();
        await using var command = connection.Prepare(Waiting, "@incident", "@channel");
        await using var rows = await command.With(incident, channel).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            waiting.Add((rows.GetInt64(0), Kind(rows.GetString(1))));
        return waiting;
    }

    private static async Task<ImmutableArray<DueAlert>> ReadAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var due = ImmutableArray.CreateBuilder<DueAlert>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            const int at = IncidentRows.Count;
            due.Add(new DueAlert(
                rows.GetInt64(at), Kind(rows.GetString(at + 1)), rows.GetString(at + 2), IncidentRows.Time(rows.GetInt64(at + 3)),
                IncidentRows.Time(rows.GetInt64(at + 4)), (int)rows.GetInt64(at + 5) + 1, IncidentRows.Read(rows)));
        }

        return due.ToImmutable();
    }

    private static async Task DoAsync(DbConnection connection, string sql, string[] names, object[] values, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(sql, names);
        await command.With(values).ExecuteNonQueryAsync(cancellationToken);
    }

    private static long Number(DateTimeOffset time) => IncidentRows.Number(time);

    private static string Text(NoticeKind kind) => AlertText.Word(kind);

    private static NoticeKind Kind(string text) => text switch
    {
        "worsened" => NoticeKind.Worsened,
        "resolved" => NoticeKind.Resolved,
        "returned" => NoticeKind.Returned,
        _ => NoticeKind.Opened,
    };
}
