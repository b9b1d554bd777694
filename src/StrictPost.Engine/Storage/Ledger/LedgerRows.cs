using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Storage.Ledger;

/// <summary>Between rows and records.</summary>
internal static class LedgerRows
{
    public static DateTimeOffset Time(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : Time(row, column);

    /// <summary>A row of <see cref="LedgerSql.BodiesOfOne"/>.</summary>
    public static ServedBody Body(DbDataReader row)
    {
        string body = row.GetString(2);
        if (StsPolicy.Parse(body).Value is not { } policy)
        {
            throw new StoreException(
                $"The store holds a policy of {row.GetString(0)} that cannot be read.", "Restore the store from a backup; it was changed by another program.");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(body);
        return new ServedBody(row.GetString(1), policy, Time(row, 3), Standing(row))
        {
            Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Size = bytes.Length,
            FirstServed = TimeOrNull(row, 4),
            LastServed = Later(TimeOrNull(row, 5), TimeOrNull(row, 9)),
            RetiredAt = TimeOrNull(row, 6),
        };
    }

    /// <summary>A row of <see cref="LedgerSql.Nodes"/>.</summary>
    public static ServingNode Node(DbDataReader row) => new(row.GetString(0), Time(row, 1), Time(row, 2), row.GetInt64(3), TimeOrNull(row, 4));

    public static async Task<IReadOnlyList<T>> ListAsync<T>(DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            list.Add(read(rows));
        return list;
    }

    private static BodyStanding Standing(DbDataReader row)
    {
        if (row.IsDBNull(7))
            return BodyStanding.Current;
        return row.IsDBNull(8) || row.GetInt64(8) >= row.GetInt64(7) ? BodyStanding.Retired : BodyStanding.Unsettled;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
