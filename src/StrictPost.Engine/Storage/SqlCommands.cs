using System.Data.Common;

namespace StrictPost.Engine.Storage;

/// <summary>Short forms for running plain SQL with named parameters.</summary>
internal static class SqlCommands
{
    /// <summary>A prepared command whose parameters are given by <see cref="With"/>, each time anew.</summary>
    public static DbCommand Prepare(this DbConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (string name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>The same command with these values, in the order of its parameters.</summary>
    public static DbCommand With(this DbCommand command, params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }

    public static async Task ExecuteAsync(this DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<long> NumberAsync(this DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(sql);
        return await command.ExecuteScalarAsync(cancellationToken) is long number ? number : 0;
    }

    /// <summary>The text in a column; null where there is none.</summary>
    public static string? TextAt(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
