namespace StrictPost.Engine.Storage;

/// <summary>What an authority is about to ask a policy host.</summary>
/// <param name="Token">The challenge's token.</param>
/// <param name="KeyAuthorization">What proves that we want it to succeed (RFC 8555 §8.1).</param>
internal sealed record StoredChallenge(string Token, string KeyAuthorization);

/// <summary>The challenges that are open, one a host at most. Safe for use from several threads.</summary>
internal sealed class ChallengeStore(Database database)
{
    private const string One = "SELECT token, key_authorization FROM challenge WHERE host = @host AND expires_at > @now;";

    private const string Put =
        """
        INSERT INTO challenge (host, token, key_authorization, expires_at) VALUES (@host, @token, @authorization, @end)
        ON CONFLICT (host) DO UPDATE SET token = excluded.token, key_authorization = excluded.key_authorization, expires_at = excluded.expires_at;
        """;

    private const string Delete = "DELETE FROM challenge WHERE host = @host;";

    /// <summary>The challenge of one host, or null.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<StoredChallenge?> FindAsync(string host, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(One, "@host", "@now");
        await using var rows = await command.With(host, database.Time.GetUtcNow().ToUnixTimeMilliseconds()).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? new StoredChallenge(rows.GetString(0), rows.GetString(1)) : null;
    }, cancellationToken);

    /// <summary>Puts a challenge in the place of the host's last one.</summary>
    internal static async Task PutAsync(StoreWrite write, string host, StoredChallenge challenge, TimeSpan life, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(Put, "@host", "@token", "@authorization", "@end");
        await command.With(host, challenge.Token, challenge.KeyAuthorization, (write.Now + life).ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(cancellationToken);
    }

    internal static async Task DeleteAsync(StoreWrite write, string host, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(Delete, "@host");
        await command.With(host).ExecuteNonQueryAsync(cancellationToken);
    }
}
