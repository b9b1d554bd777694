using System.Data.Common;
using System.Globalization;
using System.Text;

namespace StrictPost.Engine.Storage.Upkeep;

/// <summary>Writes rows of one table, many in a statement. Rows that are there already are replaced.</summary>
internal sealed class RowWriter(DbConnection target, TableShape table)
{
    private const int MostParameters = 2_000;

    private readonly List<object[]> _rows = [];
    private string[] _columns = [];

    public async Task AddAsync(DbDataReader row, CancellationToken cancellationToken)
    {
        if (_columns.Length == 0)
            _columns = [.. Enumerable.Range(0, row.FieldCount).Select(row.GetName)];
        var values = new object[row.FieldCount];
        row.GetValues(values);
        _rows.Add(values);
        if ((_rows.Count + 1) * _columns.Length > MostParameters)
            await FlushAsync(cancellationToken);
    }

    /// <summary>Writes what is still held back.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count == 0)
            return;
        await using var command = target.CreateCommand();
        command.CommandText = Sql();
        foreach (object value in _rows.SelectMany(row => row))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = Name(command.Parameters.Count);
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
        _rows.Clear();
    }

    private string Sql()
    {
        var sql = new StringBuilder($"INSERT INTO {table.Name} ({string.Join(", ", _columns)}) VALUES ");
        for (int row = 0; row < _rows.Count; row++)
            sql.Append(row == 0 ? "(" : ", (").AppendJoin(", ", _columns.Select((_, column) => Name((row * _columns.Length) + column))).Append(')');
        var others = _columns.Except(table.Key, StringComparer.Ordinal).Select(column => $"{column} = excluded.{column}").ToArray();
        string replaced = others.Length == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", others)}";
        return sql.Append(CultureInfo.InvariantCulture, $" ON CONFLICT ({string.Join(", ", table.Key)}) DO {replaced};").ToString();
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"@p{number}");
}
