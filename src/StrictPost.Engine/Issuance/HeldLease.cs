using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>The lease on one host's work, while it is ours.</summary>
internal sealed class HeldLease(Database database, Leases leases, string host, TimeSpan length)
{
    private readonly string _name = $"{IssuanceStore.LeaseFor} {host}";
    private long _takenAt = database.Time.GetTimestamp();

    /// <summary>Puts the lease's end off, when half of it is over.</summary>
    /// <exception cref="LeaseLostException">It is another node's.</exception>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (database.Time.GetElapsedTime(_takenAt) < length / 2)
            return;
        long now = database.Time.GetTimestamp();
        if (!await leases.TryTakeAsync(_name, length, cancellationToken))
            throw new LeaseLostException();
        _takenAt = now;
    }

    /// <summary>Writes, if the lease is still ours when the writing begins.</summary>
    /// <exception cref="LeaseLostException">It is another node's; nothing was written.</exception>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public async Task WriteAsync(Func<StoreWrite, Task> work, CancellationToken cancellationToken)
    {
        await KeepAsync(cancellationToken);
        await database.WriteAsync(async write =>
        {
            if (!await leases.HoldsAsync(write, _name, cancellationToken))
                throw new LeaseLostException();
            await work(write);
            return true;
        }, cancellationToken);
    }
}

/// <summary>Another node has taken the work over: whatever we were about to do is no more ours to do. Never leaves the work on one host.</summary>
internal sealed class LeaseLostException : Exception;
