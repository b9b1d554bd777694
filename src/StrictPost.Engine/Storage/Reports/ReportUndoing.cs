namespace StrictPost.Engine.Storage.Reports;

/// <summary>Takes deliveries back: to read them once more, or for good. Safe for use from several threads.</summary>
public sealed class ReportUndoing(Database database)
{
    private const string Exists = "SELECT count(*) FROM report_raw WHERE id = @id;";
    private const string Reports = "SELECT position, standing FROM report WHERE id = @id ORDER BY position;";
    private const string Pend = "INSERT INTO report_pending (id, free_at, tries) VALUES (@id, 0, 0) ON CONFLICT (id) DO NOTHING;";

    private const string Drop = "DELETE FROM report_raw WHERE id = @id;";

    private static readonly string[] Forget =
    [
        "DELETE FROM report_quarantine WHERE id = @id;",
        "DELETE FROM report_failure WHERE id = @id;",
        "DELETE FROM report_policy WHERE id = @id;",
        "DELETE FROM report WHERE id = @id;",
    ];

    /// <summary>Takes everything that was understood of deliveries back, and makes them wait to be read again.</summary>
    /// <returns>How many there are; numbers that are not there are left out.</returns>
    /// <exception cref="StoreException">The store cannot be used; nothing changed.</exception>
    public Task<int> ReadAgainAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var batch = new ReportBatch(write, new KnownVersions());
        await using var exists = write.Connection.Prepare(Exists, "@id");
        int count = 0;
        foreach (long id in ids)
        {
            if (await exists.With(id).ExecuteScalarAsync(cancellationToken) is not > 0L)
                continue;
            count++;
            await ForgetAsync(write, batch, id, Pend, cancellationToken);
        }

        await batch.FinishAsync(cancellationToken);
        return count;
    }, cancellationToken);

    /// <summary>Takes a delivery back as if it had never come.</summary>
    /// <exception cref="StoreException">The store cannot be used; nothing changed.</exception>
    public Task RemoveAsync(long id, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var batch = new ReportBatch(write, new KnownVersions());
        await ForgetAsync(write, batch, id, Drop, cancellationToken);
        await batch.FinishAsync(cancellationToken);
        return true;
    }, cancellationToken);

    private static async Task ForgetAsync(StoreWrite write, ReportBatch batch, long id, string last, CancellationToken cancellationToken)
    {
        foreach (var place in await CountedAsync(write, id, cancellationToken))
            await batch.WithdrawAsync(place, cancellationToken);
        foreach (string sql in Forget.Append(last))
        {
            await using var command = write.Connection.Prepare(sql, "@id");
            await command.With(id).ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<List<ReportPlace>> CountedAsync(StoreWrite write, long id, CancellationToken cancellationToken)
    {
        var counted = new List<ReportPlace>();
        await using var command = write.Connection.Prepare(Reports, "@id");
        await using var rows = await command.With(id).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.GetString(1) == ReportStanding.Counted.ToText())
                counted.Add(new ReportPlace(id, rows.GetInt64(0)));
        }

        return counted;
    }
}
