using StrictPost.Engine.Issuance;

namespace StrictPost.Engine.Storage;

/// <summary>What counts against authorities' limits, and what is left of them. Asked and written inside one transaction, so that nodes never overdraw together.</summary>
internal static class BudgetStore
{
    /// <summary>No limit looks back further.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(8);

    private const string Add =
        """
        INSERT INTO issuance_event (directory, kind, registered, host, at) VALUES (@directory, @kind, @registered, @host, @at)
        ON CONFLICT (directory, kind, registered, host, at) DO NOTHING;
        """;

    private const string Recent = "SELECT count(*), min(at) FROM issuance_event WHERE directory = @directory AND kind = @kind AND at > @since";

    private const string Forget = "DELETE FROM issuance_event WHERE at < @before;";

    /// <summary>Notes something that counts.</summary>
    public static async Task NoteAsync(StoreWrite write, string directory, string kind, string registered, string host, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(Add, "@directory", "@kind", "@registered", "@host", "@at");
        await command.With(directory, kind, registered, host, write.Now.ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first limit that an order would overdraw, and when it is worth trying again; null when there is room.</summary>
    public static async Task<(BudgetLimit Limit, DateTimeOffset FreeAt)?> FindUsedUpAsync(
        StoreWrite write, string directory, string registered, string host, Budgets budgets, CancellationToken cancellationToken)
    {
        foreach (var limit in budgets.All)
        {
            (string filter, string? subject) = limit.Subject switch
            {
                BudgetSubject.Host => (" AND registered = @registered AND host = @subject", host),
                BudgetSubject.RegisteredDomain => (" AND registered = @registered AND registered = @subject", registered),
                _ => ("", null),
            };
            if (await FreeAtAsync(write, directory, registered, limit, filter, subject, cancellationToken) is { } freeAt)
                return (limit, freeAt);
        }

        return null;
    }

    /// <summary>Drops what no limit looks back to.</summary>
    public static async Task ForgetAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(Forget, "@before");
        await command.With((write.Now - Memory).ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<DateTimeOffset?> FreeAtAsync(
        StoreWrite write, string directory, string registered, BudgetLimit limit, string filter, string? subject, CancellationToken cancellationToken)
    {
        await using var command = subject is null
            ? write.Connection.Prepare($"{Recent};", "@directory", "@kind", "@since")
            : write.Connection.Prepare($"{Recent}{filter};", "@directory", "@kind", "@since", "@registered", "@subject");
        long since = (write.Now - limit.Window).ToUnixTimeMilliseconds();
        var filled = subject is null ? command.With(directory, limit.Kind, since) : command.With(directory, limit.Kind, since, registered, subject);
        await using var rows = await filled.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return rows.GetInt64(0) < limit.Most ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)) + limit.Window;
    }
}
