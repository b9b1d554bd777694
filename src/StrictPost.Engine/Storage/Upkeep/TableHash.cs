using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace StrictPost.Engine.Storage.Upkeep;

/// <summary>A table's content in one line: the same for the same rows in whichever database.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Hash">SHA-256 over all values, in hexadecimal.</param>
public sealed record TableDigest(string Table, long Rows, string Hash);

/// <summary>Adds up rows. Columns count in the order of their names, since databases keep them in different orders.</summary>
internal sealed class TableHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int[]? _order;
    private long _rows;

    public void Add(DbDataReader row)
    {
        _order ??= [.. Enumerable.Range(0, row.FieldCount).OrderBy(row.GetName, StringComparer.Ordinal)];
        foreach (int column in _order)
            Add(row.GetValue(column));
        _rows++;
    }

    public TableDigest Digest(string table) => new(table, _rows, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    public void Dispose() => _hash.Dispose();

    /// <summary>Its kind and length first, so that no two rows look alike.</summary>
    private void Add(object value)
    {
        var (kind, bytes) = value switch
        {
            DBNull => (0, []),
            long number => (1, Bytes(number)),
            string text => (2, Encoding.UTF8.GetBytes(text)),
            byte[] blob => (3, blob),
            _ => throw new InvalidOperationException($"a store holds no {value.GetType()}"),
        };
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], bytes.Length);
        _hash.AppendData(head);
        _hash.AppendData(bytes);
    }

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
