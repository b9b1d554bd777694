using System.Data.Common;

namespace StrictPost.Engine.Storage;

/// <summary>What a change is about, as running servers hear of it.</summary>
internal static class ChangeTopic
{
    /// <summary>Named by the mail domain.</summary>
    public const string Policy = "policy";

    /// <summary>Named by the policy host.</summary>
    public const string Certificate = "certificate";
}

/// <summary>Writes that happen together or, without <see cref="CommitAsync"/>, not at all.</summary>
internal sealed class StoreWrite(Database database, DbConnection connection, DbTransaction transaction, IDisposable? turn) : IAsyncDisposable
{
    private const string TakeNumber = "UPDATE counter SET value = value + 1 WHERE name = 'change' RETURNING value;";

    private const string Note =
        """
        INSERT INTO change_log (topic, name, sequence) VALUES (@topic, @name, @sequence)
        ON CONFLICT (topic, name) DO UPDATE SET sequence = excluded.sequence;
        """;

    private readonly DbCommand _takeNumber = connection.Prepare(TakeNumber);
    private readonly DbCommand _note = connection.Prepare(Note, "@topic", "@name", "@sequence");
    private bool _noted;

    public Database Database => database;

    public DbConnection Connection => connection;

    /// <summary>When the writing began.</summary>
    public DateTimeOffset Now { get; } = database.Time.GetUtcNow();

    /// <summary>Tells running servers, once this is committed.</summary>
    /// <returns>The number of the change: higher than all before.</returns>
    public async Task<long> NoteChangeAsync(string topic, string name, CancellationToken cancellationToken)
    {
        long sequence = (long)(await _takeNumber.ExecuteScalarAsync(cancellationToken))!;
        await _note.With(topic, name, sequence).ExecuteNonQueryAsync(cancellationToken);
        _noted = true;
        return sequence;
    }

    /// <summary>Makes the writes durable, and visible to everyone at once.</summary>
    /// <exception cref="StoreException">The store cannot be written; nothing was.</exception>
    public Task CommitAsync(CancellationToken cancellationToken) => database.GuardAsync(async () =>
    {
        if (_noted)
            await database.NotifyAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _takeNumber.DisposeAsync();
            await _note.DisposeAsync();
            await transaction.DisposeAsync();
            await database.GiveBackAsync(connection);
        }
        catch (DbException)
        {
            // The server is gone, and with it the transaction.
        }
        finally
        {
            turn?.Dispose();
        }
    }
}
