using System.Data.Common;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Storage.Ledger;

/// <summary>
/// The nodes, and their reports of what they served. A node enters before it reads what to serve, so that no change can be taken for
/// followed by everyone while a node is on its way. Safe for use from several threads.
/// </summary>
public sealed class NodeStore(Database database)
{
    /// <summary>A row that an unrecorded time left is of no use once the longest policy of that time has expired.</summary>
    private static readonly TimeSpan LongestHeld = TimeSpan.FromSeconds(StsPolicy.LongestMaxAge) + TimeSpan.FromDays(2);

    /// <summary>All nodes, by name.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<ServingNode>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(LedgerSql.Nodes);
        return await LedgerRows.ListAsync(command, LedgerRows.Node, cancellationToken);
    }, cancellationToken);

    /// <summary>
    /// Enters a node. Where one of this name is there already, it was killed, or ran without the store: what it served since its last
    /// report is not on record, and counts as served until now.
    /// </summary>
    /// <param name="node">Which.</param>
    /// <param name="sequence">
    /// The last change that it has followed; null where it has yet to read what to serve. Then it is as far as it was, since it may find
    /// no more than what it kept.
    /// </param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task EnterAsync(NodeIdentity node, long? sequence, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        long? before = await NoteUnrecordedAsync(write, node.Name, cancellationToken);
        await using var enter = write.Connection.Prepare(LedgerSql.Enter, "@name", "@process", "@now", "@sequence");
        long from = sequence ?? before ?? await write.Connection.NumberAsync(DomainSql.LastChange, cancellationToken);
        return await enter.With(node.Name, node.Process, Now(write), from).ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Adds to the counts.</summary>
    /// <param name="fetches">At most a few thousand.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StoreException">The store cannot be written; nothing was.</exception>
    public Task AddAsync(IReadOnlyList<FetchTotal> fetches, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await FetchRows.AddAsync(write.Connection, fetches, cancellationToken);
        return true;
    }, cancellationToken);

    /// <summary>Adds to the counts, and says up to which change the node has followed and reported everything.</summary>
    /// <returns>False when the node is not known any more, or its name was taken over; then nothing was written.</returns>
    /// <exception cref="StoreException">The store cannot be written; nothing was.</exception>
    public async Task<bool> ReportAsync(
        NodeIdentity node, long sequence, IReadOnlyList<FetchTotal> fetches, CancellationToken cancellationToken)
    {
        await using var write = await database.BeginAsync(cancellationToken);
        bool known = await database.GuardAsync(async () =>
        {
            await using var see = write.Connection.Prepare(LedgerSql.SeeNode, "@now", "@sequence", "@name", "@process");
            if (await see.With(Now(write), sequence, node.Name, node.Process).ExecuteNonQueryAsync(cancellationToken) == 0)
                return false;
            await FetchRows.AddAsync(write.Connection, fetches, cancellationToken);
            return true;
        });
        if (known)
            await write.CommitAsync(cancellationToken);
        return known;
    }

    /// <summary>True when another process goes by the node's name.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<bool> IsTakenOverAsync(NodeIdentity node, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var find = connection.Prepare(LedgerSql.Node, "@name");
        return await find.With(node.Name).ExecuteScalarAsync(cancellationToken) is string process && process != node.Process;
    }, cancellationToken);

    /// <summary>An orderly end, after the last report.</summary>
    /// <param name="node">Which.</param>
    /// <param name="keepsSnapshot">True where it may start again without the store, from what it kept.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task LeaveAsync(NodeIdentity node, bool keepsSnapshot, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = keepsSnapshot
            ? write.Connection.Prepare(LedgerSql.StopNode, "@name", "@process", "@now").With(node.Name, node.Process, Now(write))
            : write.Connection.Prepare(LedgerSql.RemoveNode, "@name", "@process").With(node.Name, node.Process);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Takes a node for gone: what it served since its last report counts as served until now, and no longer.</summary>
    /// <returns>False when there is none of that name.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task<bool> ForgetAsync(string name, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        if (await NoteUnrecordedAsync(write, name, cancellationToken) is null)
            return false;
        await using var forget = write.Connection.Prepare(LedgerSql.ForgetNode, "@name");
        return await forget.With(name).ExecuteNonQueryAsync(cancellationToken) > 0;
    }, cancellationToken);

    private static long Now(StoreWrite write) => write.Now.ToUnixTimeMilliseconds();

    /// <returns>Up to which change the node had reported; null where there is none of that name.</returns>
    private static async Task<long?> NoteUnrecordedAsync(StoreWrite write, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(write.Connection, name, cancellationToken) is not { } left)
            return null;
        await using var note = write.Connection.Prepare(LedgerSql.NoteUnrecorded, "@node", "@began", "@now", "@sequence");
        await note.With(name, left.SeenAt, Now(write), left.Sequence).ExecuteNonQueryAsync(cancellationToken);
        await using var drop = write.Connection.Prepare(LedgerSql.DropUnrecorded, "@before");
        await drop.With((write.Now - LongestHeld).ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(cancellationToken);
        return left.Sequence;
    }

    private static async Task<(long SeenAt, long Sequence)?> FindAsync(DbConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var find = connection.Prepare(LedgerSql.Node, "@name");
        await using var rows = await find.With(name).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? (rows.GetInt64(1), rows.GetInt64(2)) : null;
    }
}
