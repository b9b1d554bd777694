using System.Globalization;
using Microsoft.Data.Sqlite;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Tests.Storage;

/// <summary>A data folder with an SQLite store.</summary>
public sealed class StoreFolder : TestStore
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("strictpost-");

    public string Path => System.IO.Path.Combine(_parent.FullName, "data");

    public string File => System.IO.Path.Combine(Path, "strictpost.db");

    public override StorePlace Place => new(Path);

    public override async Task<string> SqlAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture) ?? "";
    }

    public override ValueTask DisposeAsync()
    {
        _parent.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
