using StrictPost.Engine.Acme;

namespace StrictPost.Engine.Storage;

/// <summary>Our account at an authority.</summary>
/// <param name="Directory">URL of the authority's directory.</param>
/// <param name="Url">What the authority knows the account by; null as long as it has not said.</param>
/// <param name="Key">PKCS #8, DER.</param>
/// <param name="PausedUntil">Until when the authority wants to be left alone.</param>
internal sealed record StoredAccount(string Directory, string? Url, byte[] Key, DateTimeOffset PausedUntil);

/// <summary>Our accounts at authorities; their keys are sealed. Safe for use from several threads.</summary>
internal sealed class AccountStore(Database database, StoreSecrets secrets)
{
    /// <summary>The first word of what a key is sealed for; the directory follows.</summary>
    internal const string SealedFor = "account";

    private const string One = "SELECT url, sealed_key, paused_until FROM acme_account WHERE directory = @directory;";

    private const string Add =
        """
        INSERT INTO acme_account (directory, sealed_key, paused_until) VALUES (@directory, @key, 0)
        ON CONFLICT (directory) DO NOTHING;
        """;

    private const string SetUrl = "UPDATE acme_account SET url = @url WHERE directory = @directory;";

    private const string SetPause = "UPDATE acme_account SET paused_until = @until WHERE directory = @directory AND paused_until < @until;";

    /// <summary>The account, with a new key where there was none. Nodes that start together get the same.</summary>
    /// <exception cref="StoreException">The store cannot be used, or the key cannot be opened.</exception>
    public async Task<StoredAccount> EnsureAsync(string directory, CancellationToken cancellationToken) =>
        await FindAsync(directory, cancellationToken) ?? await AddAsync(directory, cancellationToken);

    /// <summary>Notes what the authority knows the account by; null when it knows it no more.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task SetUrlAsync(string directory, string? url, CancellationToken cancellationToken) =>
        RunAsync(SetUrl, "@url", (object?)url ?? DBNull.Value, directory, cancellationToken);

    /// <summary>Leaves the authority alone until then, if not for longer already.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task PauseAsync(string directory, DateTimeOffset until, CancellationToken cancellationToken) =>
        RunAsync(SetPause, "@until", until.ToUnixTimeMilliseconds(), directory, cancellationToken);

    private Task<StoredAccount?> FindAsync(string directory, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(One, "@directory");
        await using var rows = await command.With(directory).ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
            return null;
        return new StoredAccount(
            directory,
            await rows.IsDBNullAsync(0, cancellationToken) ? null : rows.GetString(0),
            secrets.Open($"{SealedFor} {directory}", rows.GetFieldValue<byte[]>(1)),
            DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)));
    }, cancellationToken);

    private async Task<StoredAccount> AddAsync(string directory, CancellationToken cancellationToken)
    {
        using var key = AccountKey.Create();
        byte[] box = secrets.Seal($"{SealedFor} {directory}", key.ExportPkcs8());
        await database.WriteAsync(async write =>
        {
            await using var command = write.Connection.Prepare(Add, "@directory", "@key");
            return await command.With(directory, box).ExecuteNonQueryAsync(cancellationToken);
        }, cancellationToken);
        return await FindAsync(directory, cancellationToken)
            ?? throw new StoreException($"The account at {directory} is gone as soon as it was stored.", "Look for another program that changes the store.");
    }

    private Task<int> RunAsync(string sql, string name, object value, string directory, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = write.Connection.Prepare(sql, name, "@directory");
        return await command.With(value, directory).ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);
}
