namespace StrictPost.Engine.Storage.Upkeep;

/// <summary>Seals every secret of a store with the first key, so that the others can be thrown away.</summary>
public static class Resealing
{
    /// <summary>Seals anew what is sealed with another key than the first. All of it, or nothing.</summary>
    /// <returns>How many secrets were sealed anew.</returns>
    /// <exception cref="StoreException">A secret cannot be opened with any key, or the store cannot be written.</exception>
    public static Task<int> ResealAsync(Database database, StoreSecrets secrets, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        int count = 0;
        foreach (var table in TableShape.All.Where(table => table.Sealed is not null))
            count += await ResealAsync(write, table, secrets, cancellationToken);
        return count;
    }, cancellationToken);

    private static async Task<int> ResealAsync(StoreWrite write, TableShape table, StoreSecrets secrets, CancellationToken cancellationToken)
    {
        var stale = new List<(object[] Key, byte[] Box)>();
        await using (var select = write.Connection.Prepare($"SELECT {string.Join(", ", table.Key)}, {table.Sealed} FROM {table.Name} WHERE {table.Sealed} IS NOT NULL;"))
        await using (var rows = await select.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                byte[] box = rows.GetFieldValue<byte[]>(table.Key.Length);
                if (secrets.IsStale(box))
                    stale.Add(([.. Enumerable.Range(0, table.Key.Length).Select(rows.GetValue)], box));
            }
        }

        string where = string.Join(" AND ", table.Key.Select(column => $"{column} = @{column}"));
        await using var update = write.Connection.Prepare(
            $"UPDATE {table.Name} SET {table.Sealed} = @box WHERE {where};", [.. table.Key.Select(column => $"@{column}"), "@box"]);
        foreach (var (key, box) in stale)
        {
            string purpose = $"{table.SealedFor} {key[0]}";
            await update.With([.. key, secrets.Seal(purpose, secrets.Open(purpose, box))]).ExecuteNonQueryAsync(cancellationToken);
        }

        return stale.Count;
    }
}
