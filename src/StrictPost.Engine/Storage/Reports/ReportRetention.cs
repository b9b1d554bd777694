using StrictPost.Engine.Nodes;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>
/// Forgets reports that were kept long enough: the bytes as they came, and their rows. The sums stay. Any number of nodes may do so
/// over one store.
/// </summary>
public sealed class ReportRetention(Database database, int keepDays) : INodeWork
{
    /// <summary>Days that reports are kept where nothing else is said: a year, and some weeks to compare it with.</summary>
    public const int UsualDays = 400;

    /// <summary>So few at a time that nobody waits long for the store.</summary>
    private const int MostAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private const string LastOld = "SELECT max(id) FROM (SELECT id, received_at FROM report_raw ORDER BY id LIMIT @most) AS oldest WHERE received_at < @before;";

    private static readonly string[] Forget =
    [
        "DELETE FROM report_failure WHERE id <= @last;",
        "DELETE FROM report_policy WHERE id <= @last;",
        "DELETE FROM report WHERE id <= @last;",
        "DELETE FROM report_quarantine WHERE id <= @last;",
        "DELETE FROM report_pending WHERE id <= @last;",
        "DELETE FROM report_raw WHERE id <= @last;",
    ];

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await ForgetAsync(cancellationToken))
                    continue;
            }
            catch (Exception fault) when (fault is StoreException or OperationCanceledException)
            {
                // The next hour will do.
            }

            await Task.Delay(Interval, database.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Forgets some that are old.</summary>
    /// <returns>False when there are none.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task<bool> ForgetAsync(CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        // Numbers grow with time, so what is older than an old one is old as well.
        await using var find = write.Connection.Prepare(LastOld, "@before", "@most");
        if (await find.With((write.Now - TimeSpan.FromDays(keepDays)).ToUnixTimeMilliseconds(), (long)MostAtOnce).ExecuteScalarAsync(cancellationToken) is not long last)
            return false;
        foreach (string sql in Forget)
        {
            await using var command = write.Connection.Prepare(sql, "@last");
            await command.With(last).ExecuteNonQueryAsync(cancellationToken);
        }

        return true;
    }, cancellationToken);
}
