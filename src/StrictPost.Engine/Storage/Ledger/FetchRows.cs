using System.Data.Common;

namespace StrictPost.Engine.Storage.Ledger;

/// <summary>Writes counts, many with one statement: with a database at a distance the way there and back counts.</summary>
internal static class FetchRows
{
    private const int RowsAtOnce = 200;

    public static async Task AddAsync(DbConnection connection, IReadOnlyList<FetchTotal> fetches, CancellationToken cancellationToken)
    {
        foreach (var chunk in fetches.GroupBy(fetch => (fetch.Domain, fetch.PolicyId, fetch.Day, fetch.Family, fetch.Network)).Select(Sum).Chunk(RowsAtOnce))
            await ExecuteAsync(connection, LedgerSql.AddFetches(chunk.Length), chunk.SelectMany(Values), cancellationToken);
        foreach (var chunk in fetches.GroupBy(fetch => (fetch.Domain, fetch.PolicyId)).Chunk(RowsAtOnce))
        {
            var values = chunk.SelectMany(body => (object[])
                [body.Key.Domain, body.Key.PolicyId, Milliseconds(body.Min(fetch => fetch.FirstAt)), Milliseconds(body.Max(fetch => fetch.LastAt))]);
            await ExecuteAsync(connection, LedgerSql.NoteServed(chunk.Length), values, cancellationToken);
        }
    }

    /// <summary>One statement cannot change a row twice.</summary>
    private static FetchTotal Sum(IEnumerable<FetchTotal> same) => same.Aggregate((one, other) => one with
    {
        Times = one.Times + other.Times,
        FirstAt = one.FirstAt < other.FirstAt ? one.FirstAt : other.FirstAt,
        LastAt = one.LastAt > other.LastAt ? one.LastAt : other.LastAt,
    });

    private static object[] Values(FetchTotal fetch) =>
        [fetch.Domain, fetch.PolicyId, fetch.Day, fetch.Family, fetch.Network, fetch.Times, Milliseconds(fetch.LastAt)];

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static async Task ExecuteAsync(DbConnection connection, string sql, IEnumerable<object> values, CancellationToken cancellationToken)
    {
        object[] all = [.. values];
        await using var command = connection.Prepare(sql, [.. Enumerable.Range(0, all.Length).Select(LedgerSql.Parameter)]);
        await command.With(all).ExecuteNonQueryAsync(cancellationToken);
    }
}
