namespace StrictPost.Engine.Storage.Upkeep;

/// <summary>What was done to the secrets of a store.</summary>
/// <param name="Resealed">Sealed anew with the first key.</param>
/// <param name="Forgotten">Thrown away, since no key opened them.</param>
public sealed record ResealOutcome(int Resealed, int Forgotten);

/// <summary>Seals every secret of a store with the first key, so that the others can be thrown away.</summary>
public static class Resealing
{
    /// <summary>Hosts whose certificate is gone are looked at anew, without what was in flight.</summary>
    private const string BeginAnew = "DELETE FROM issuance WHERE host NOT IN (SELECT host FROM certificate);";

    /// <summary>Seals anew what is sealed with another key than the first. All of it, or nothing.</summary>
    /// <param name="database">The store.</param>
    /// <param name="secrets">The keys that there are.</param>
    /// <param name="forgetLost">Throws away what no key opens: accounts and certificates are then got anew.</param>
    /// <param name="cancellationToken">Gives up; nothing was done then.</param>
    /// <exception cref="StoreException">A secret cannot be opened with any key and is not to be forgotten, or the store cannot be written.</exception>
    public static Task<ResealOutcome> ResealAsync(Database database, StoreSecrets secrets, bool forgetLost, CancellationToken cancellationToken) =>
        database.WriteAsync(async write =>
        {
            var (resealed, forgotten) = (0, 0);
            foreach (var table in TableShape.All.Where(table => table.Sealed is not null))
            {
                foreach (var (key, box) in await StaleAsync(write, table, secrets, cancellationToken))
                {
                    if (await ResealAsync(write, table, key, box, secrets, forgetLost, cancellationToken))
                        resealed++;
                    else
                        forgotten++;
                }
            }

            if (forgotten > 0)
                await write.Connection.ExecuteAsync(BeginAnew, cancellationToken);
            return new ResealOutcome(resealed, forgotten);
        }, cancellationToken);

    private static async Task<List<(object[] Key, byte[] Box)>> StaleAsync(
        StoreWrite write, TableShape table, StoreSecrets secrets, CancellationToken cancellationToken)
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

        return stale;
    }

    /// <returns>False where no key opens the secret, and its row is gone.</returns>
    private static async Task<bool> ResealAsync(
        StoreWrite write, TableShape table, object[] key, byte[] box, StoreSecrets secrets, bool forgetLost, CancellationToken cancellationToken)
    {
        string where = string.Join(" AND ", table.Key.Select(column => $"{column} = @{column}"));
        string[] parameters = [.. table.Key.Select(column => $"@{column}")];
        string purpose = $"{table.SealedFor} {key[0]}";
        try
        {
            await using var update = write.Connection.Prepare($"UPDATE {table.Name} SET {table.Sealed} = @box WHERE {where};", [.. parameters, "@box"]);
            await update.With([.. key, secrets.Seal(purpose, secrets.Open(purpose, box))]).ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (StoreException) when (forgetLost)
        {
            await using var delete = write.Connection.Prepare($"DELETE FROM {table.Name} WHERE {where};", parameters);
            await delete.With(key).ExecuteNonQueryAsync(cancellationToken);
            return false;
        }
    }
}
