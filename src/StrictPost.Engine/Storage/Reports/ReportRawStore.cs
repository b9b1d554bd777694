using System.Data.Common;
using StrictPost.Engine.Intake;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>A delivery, and its bytes as they are kept. Packing takes longer than storing, and is done before anybody's turn to write.</summary>
internal sealed record PackedDelivery(Delivery Delivery, string Coding, byte[] Bytes)
{
    public static PackedDelivery Of(Delivery delivery)
    {
        var (coding, bytes) = RawCoding.Pack(delivery.Bytes);
        return new PackedDelivery(delivery, coding, bytes);
    }
}

/// <summary>What came in, as it came. Safe for use from several threads.</summary>
public sealed class ReportRawStore(Database database)
{
    /// <summary>For so long what a node accepted is its own to read.</summary>
    private static readonly TimeSpan OwnTime = TimeSpan.FromMinutes(5);

    private const int LongestSource = 200;

    private const string TakeNumbers = "UPDATE counter SET value = value + @count WHERE name = 'report' RETURNING value;";

    private const string Add =
        """
        INSERT INTO report_raw (id, received_at, way, addressed_to, source, file_name, size, coding, bytes)
        VALUES (@id, @at, @way, @to, @source, @name, @size, @coding, @bytes);
        """;

    private const string Await = "INSERT INTO report_pending (id, free_at, tries) VALUES (@id, @free, 0);";

    private const string One = "SELECT way, addressed_to, source, file_name, coding, bytes, size, received_at FROM report_raw WHERE id = @id;";

    /// <summary>Makes deliveries durable, in one commit, to be read.</summary>
    /// <exception cref="StoreException">The store cannot be written; nothing was.</exception>
    public Task<IReadOnlyList<AcceptedDelivery>> AddAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken) =>
        AddAsync([.. deliveries.Select(PackedDelivery.Of)], cancellationToken);

    /// <inheritdoc cref="AddAsync(IReadOnlyList{Delivery}, CancellationToken)"/>
    internal Task<IReadOnlyList<AcceptedDelivery>> AddAsync(IReadOnlyList<PackedDelivery> deliveries, CancellationToken cancellationToken) =>
        database.WriteAsync(async write =>
        {
            long next = await TakeAsync(write, deliveries.Count, cancellationToken);
            long now = write.Now.ToUnixTimeMilliseconds();
            long free = (write.Now + OwnTime).ToUnixTimeMilliseconds();
            var accepted = new List<AcceptedDelivery>(deliveries.Count);
            await using var add = write.Connection.Prepare(Add, "@id", "@at", "@way", "@to", "@source", "@name", "@size", "@coding", "@bytes");
            await using var pend = write.Connection.Prepare(Await, "@id", "@free");
            foreach (var (delivery, coding, bytes) in deliveries)
            {
                await add.With(
                    next, now, Word(delivery.Way), StorableText.OrNull(delivery.AddressedTo), StorableText.OrNull(Short(delivery.Source)), StorableText.OrNull(Short(delivery.FileName)),
                    (long)delivery.Bytes.Length, coding, bytes).ExecuteNonQueryAsync(cancellationToken);
                await pend.With(next, free).ExecuteNonQueryAsync(cancellationToken);
                accepted.Add(new AcceptedDelivery(next++, delivery));
            }

            return (IReadOnlyList<AcceptedDelivery>)accepted;
        }, cancellationToken);

    /// <summary>What came in under a number; null where there is no such number, or it was kept long enough.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<(Delivery Delivery, DateTimeOffset ReceivedAt)?> FindAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => FindAsync(connection, id, cancellationToken), cancellationToken);

    internal static async Task<(Delivery Delivery, DateTimeOffset ReceivedAt)?> FindAsync(DbConnection connection, long id, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(One, "@id");
        await using var rows = await command.With(id).ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
            return null;
        byte[] bytes = RawCoding.Unpack(rows.GetString(4), rows.GetFieldValue<byte[]>(5), (int)rows.GetInt64(6));
        var delivery = new Delivery(bytes, Way(rows.GetString(0))) { AddressedTo = rows.TextAt(1), Source = rows.TextAt(2), FileName = rows.TextAt(3) };
        return (delivery, DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(7)));
    }

    /// <summary>The word in the store, and for scripts.</summary>
    public static string Word(WayIn way) => way switch
    {
        WayIn.Https => "https",
        WayIn.Smtp => "smtp",
        WayIn.Imap => "imap",
        WayIn.Folder => "folder",
        _ => "file",
    };

    private static WayIn Way(string word) => word switch
    {
        "https" => WayIn.Https,
        "smtp" => WayIn.Smtp,
        "imap" => WayIn.Imap,
        "folder" => WayIn.Folder,
        _ => WayIn.File,
    };

    private static async Task<long> TakeAsync(StoreWrite write, int count, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(TakeNumbers, "@count");
        return (long)(await command.With((long)count).ExecuteScalarAsync(cancellationToken))! - count + 1;
    }

    private static string? Short(string? text) => text is { Length: > LongestSource } ? text[..LongestSource] : text;
}
