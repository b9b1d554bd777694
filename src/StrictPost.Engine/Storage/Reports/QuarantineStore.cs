namespace StrictPost.Engine.Storage.Reports;

/// <summary>Something that could not be understood.</summary>
/// <param name="Id">The number of the delivery.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Way">By which way, as <see cref="ReportRawStore.Word"/> says it.</param>
/// <param name="AddressedTo">To whose address; null where that is not known.</param>
/// <param name="Source">Who brought it.</param>
/// <param name="FileName">What it was called.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Code">Why: the code of a finding.</param>
/// <param name="Value">The finding's value.</param>
/// <param name="Expected">The finding's expected value.</param>
/// <param name="Detail">The finding's detail.</param>
public sealed record QuarantinedDelivery(
    long Id, DateTimeOffset ReceivedAt, string Way, string? AddressedTo, string? Source, string? FileName, long Size, string Code, string? Value, string? Expected, string? Detail);

/// <summary>What could not be understood, and what counts for nothing. Safe for use from several threads.</summary>
public sealed class QuarantineStore(Database database)
{
    private const string List =
        """
        SELECT q.id, w.received_at, w.way, w.addressed_to, w.source, w.file_name, w.size, q.code, q.value, q.expected, q.detail
        FROM report_quarantine q JOIN report_raw w ON w.id = q.id ORDER BY q.id DESC, q.position LIMIT @most;
        """;

    private const string Aside =
        """
        SELECT p.domain, count(DISTINCT p.id), max(r.day) FROM report r JOIN report_policy p ON p.id = r.id AND p.report = r.position
        WHERE r.standing = 'aside' GROUP BY p.domain ORDER BY count(DISTINCT p.id) DESC, p.domain LIMIT @most;
        """;

    private const string Ids = "SELECT DISTINCT id FROM report_quarantine ORDER BY id;";
    private const string AsideIds = "SELECT DISTINCT id FROM report WHERE standing = 'aside' ORDER BY id;";
    private const string AllIds = "SELECT id FROM report_raw ORDER BY id;";

    /// <summary>What is in quarantine, the last that came first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<QuarantinedDelivery>> ListAsync(int most, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        var list = new List<QuarantinedDelivery>();
        await using var command = connection.Prepare(List, "@most");
        await using var rows = await command.With((long)most).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(new QuarantinedDelivery(
                rows.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)), rows.GetString(2), rows.TextAt(3), rows.TextAt(4),
                rows.TextAt(5), rows.GetInt64(6), rows.GetString(7), rows.TextAt(8), rows.TextAt(9), rows.TextAt(10)));
        }

        return (IReadOnlyList<QuarantinedDelivery>)list;
    }, cancellationToken);

    /// <summary>The domains that are not enrolled and that reports are about: how many reports, and for which day the last.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<(string Domain, long Reports, DateOnly Last)>> AsideAsync(int most, CancellationToken cancellationToken) =>
        database.ReadAsync(async connection =>
        {
            var list = new List<(string, long, DateOnly)>();
            await using var command = connection.Prepare(Aside, "@most");
            await using var rows = await command.With((long)most).ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                list.Add((rows.GetString(0), rows.GetInt64(1), ReportDays.Day(rows.GetInt64(2))));
            return (IReadOnlyList<(string, long, DateOnly)>)list;
        }, cancellationToken);

    /// <summary>The numbers of what is in quarantine.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<long>> IdsAsync(CancellationToken cancellationToken) => NumbersAsync(Ids, cancellationToken);

    /// <summary>The numbers of what is about domains that were not enrolled when it came.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<long>> AsideIdsAsync(CancellationToken cancellationToken) => NumbersAsync(AsideIds, cancellationToken);

    /// <summary>The numbers of everything whose bytes are still kept.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<long>> AllIdsAsync(CancellationToken cancellationToken) => NumbersAsync(AllIds, cancellationToken);

    private Task<IReadOnlyList<long>> NumbersAsync(string sql, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        var ids = new List<long>();
        await using var command = connection.Prepare(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            ids.Add(rows.GetInt64(0));
        return (IReadOnlyList<long>)ids;
    }, cancellationToken);
}
