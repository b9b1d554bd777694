using System.Data.Common;

namespace StrictPost.Engine.Storage;

/// <summary>An order for a certificate, as far as it has come.</summary>
/// <param name="Directory">URL of the authority's directory.</param>
/// <param name="Key">The host's new key: PKCS #8, DER.</param>
/// <param name="Url">Where the order is; null as long as the authority has not said.</param>
internal sealed record StoredOrder(string Directory, byte[] Key, string? Url);

/// <summary>Why there is no certificate, or no new one.</summary>
/// <param name="Code">Of the finding's kind.</param>
/// <param name="Value">The finding's value.</param>
/// <param name="Detail">The finding's detail: the authority's words, mostly.</param>
/// <param name="At">Since when it is so.</param>
public sealed record StoredFinding(string Code, string? Value, string? Detail, DateTimeOffset At);

/// <summary>The work on one policy host's certificate.</summary>
/// <param name="Host">In lower-case A-labels.</param>
/// <param name="DueAt">When to look at it next.</param>
/// <param name="Failures">How many attempts failed since the last that did not.</param>
public sealed record IssuanceState(string Host, DateTimeOffset DueAt, int Failures)
{
    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public StoredFinding? Finding { get; init; }

    internal StoredOrder? Order { get; init; }
}

/// <summary>The work on certificates. Safe for use from several threads.</summary>
public sealed class IssuanceStore(Database database, StoreSecrets secrets)
{
    /// <summary>The first word of what the key of an order is sealed for; the host follows.</summary>
    internal const string SealedFor = "order";

    /// <summary>The first word of a lease on the work; the host follows.</summary>
    internal const string LeaseFor = "issue";

    /// <summary>By then every node has heard of a new domain, and answers for it.</summary>
    private static readonly TimeSpan HearingTime = TimeSpan.FromMilliseconds(1500);

    private const string Columns = "host, due_at, failures, finding, finding_value, finding_detail, found_at, directory, order_url, sealed_key";

    private const string One = $"SELECT {Columns} FROM issuance WHERE host = @host;";

    private const string Due =
        $"""
        SELECT host FROM issuance WHERE due_at <= @now
          AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.name = '{LeaseFor} ' || issuance.host AND lease.expires_at > @now)
        ORDER BY due_at LIMIT @most;
        """;

    private const string Enrol =
        """
        INSERT INTO issuance (host, due_at, failures)
        SELECT 'mta-sts.' || d.name, @due, 0 FROM change_log c JOIN domain d ON d.name = c.name
        WHERE c.topic = 'policy' AND c.sequence > @seen
        ON CONFLICT (host) DO NOTHING;
        """;

    private const string IsEnrolled = "SELECT count(*) FROM domain WHERE 'mta-sts.' || name = @host AND name = @name;";

    private const string Save =
        """
        UPDATE issuance SET due_at = @due, failures = @failures, finding = @finding, finding_value = @value, finding_detail = @detail,
          found_at = @found, directory = @directory, order_url = @url, sealed_key = @key
        WHERE host = @host;
        """;

    private const string PutOff = "UPDATE issuance SET due_at = @due WHERE host = @host;";

    private const string Delete = "DELETE FROM issuance WHERE host = @host;";

    /// <summary>The work on one host; null where none was begun.</summary>
    /// <exception cref="StoreException">The store cannot be read, or no key opens the order's.</exception>
    public Task<IssuanceState?> FindAsync(string host, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(One, "@host");
        await using var rows = await command.With(host).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? Read(rows) : null;
    }, cancellationToken);

    /// <summary>Takes up the hosts of domains that were enrolled since a change.</summary>
    /// <returns>The number of the last change that was looked at.</returns>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    internal async Task<long> EnrolAsync(long seen, CancellationToken cancellationToken)
    {
        long last = await database.ReadAsync(connection => connection.NumberAsync(DomainSql.LastChange, cancellationToken), cancellationToken);
        if (last == seen)
            return seen;
        await database.WriteAsync(async write =>
        {
            await using var command = write.Connection.Prepare(Enrol, "@seen", "@due");
            return await command.With(seen, (write.Now + HearingTime).ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(cancellationToken);
        }, cancellationToken);
        return last;
    }

    /// <summary>The hosts whose time has come, and on which nobody works; those that wait longest first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal Task<IReadOnlyList<string>> DueAsync(int most, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        var hosts = new List<string>();
        await using var command = connection.Prepare(Due, "@now", "@most");
        await using var rows = await command.With(database.Time.GetUtcNow().ToUnixTimeMilliseconds(), (long)most).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            hosts.Add(rows.GetString(0));
        return (IReadOnlyList<string>)hosts;
    }, cancellationToken);

    /// <summary>Whether a domain with this policy host is enrolled.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal Task<bool> IsEnrolledAsync(string host, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(IsEnrolled, "@host", "@name");
        return await command.With(host, host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..]).ExecuteScalarAsync(cancellationToken) is > 0L;
    }, cancellationToken);

    /// <summary>Leaves a host alone for a while, whatever else is stored of it.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    internal Task PutOffAsync(string host, TimeSpan wait, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = write.Connection.Prepare(PutOff, "@due", "@host");
        return await command.With((write.Now + wait).ToUnixTimeMilliseconds(), host).ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Writes the work as it stands.</summary>
    internal async Task SaveAsync(StoreWrite write, IssuanceState state, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(
            Save, "@due", "@failures", "@finding", "@value", "@detail", "@found", "@directory", "@url", "@key", "@host");
        await command.With(
            state.DueAt.ToUnixTimeMilliseconds(),
            (long)state.Failures,
            OrNull(state.Finding?.Code),
            OrNull(state.Finding?.Value),
            OrNull(state.Finding?.Detail),
            OrNull(state.Finding?.At.ToUnixTimeMilliseconds()),
            OrNull(state.Order?.Directory),
            OrNull(state.Order?.Url),
            OrNull(state.Order is null ? null : secrets.Seal(Purpose(state.Host), state.Order.Key)),
            state.Host).ExecuteNonQueryAsync(cancellationToken);
    }

    internal static async Task DeleteAsync(StoreWrite write, string host, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(Delete, "@host");
        await command.With(host).ExecuteNonQueryAsync(cancellationToken);
    }

    private static object OrNull(object? value) => value ?? DBNull.Value;

    private IssuanceState Read(DbDataReader row)
    {
        string host = row.GetString(0);
        return new IssuanceState(host, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), (int)Math.Min(row.GetInt64(2), int.MaxValue))
        {
            Finding = row.IsDBNull(3) ? null : new StoredFinding(
                row.GetString(3), row.TextAt(4), row.TextAt(5), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6))),
            Order = row.IsDBNull(7) ? null : new StoredOrder(
                row.GetString(7), secrets.Open(Purpose(host), row.GetFieldValue<byte[]>(9)), row.TextAt(8)),
        };
    }

    private static string Purpose(string host) => $"{SealedFor} {host}";
}
