using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>The lease on one host's work, which was just taken.</summary>
internal sealed class HeldLease(Database database, Leases leases, string host, TimeSpan length)
{
    private readonly string _name = NameFor(host);

    /// <summary>What the lease on a host's work is called.</summary>
    public static string NameFor(string host) => $"{IssuanceStore.LeaseFor} {host}";

    /// <summary>Works for as long as it takes, and puts the lease's end off meanwhile.</summary>
    /// <exception cref="LeaseLostException">It is another node's.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<T> HoldAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = KeepAsync(end);
        try
        {
            return await work(end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLostException();
        }
        finally
        {
            await end.CancelAsync();
            await keeping;
        }
    }

    /// <summary>Writes, if the lease is still ours when the writing begins.</summary>
    /// <exception cref="LeaseLostException">It is another node's; nothing was written.</exception>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task WriteAsync(Func<StoreWrite, Task> work, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        if (!await leases.HoldsAsync(write, _name, cancellationToken))
            throw new LeaseLostException();
        await work(write);
        return true;
    }, cancellationToken);

    private async Task KeepAsync(CancellationTokenSource end)
    {
        try
        {
            do
                await Task.Delay(length / 3, database.Time, end.Token);
            while (await TryKeepAsync(end.Token));
            await end.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    /// <summary>A store that fails is asked again: the lease may not have run out by then.</summary>
    private async Task<bool> TryKeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await leases.TryTakeAsync(_name, length, cancellationToken);
        }
        catch (StoreException)
        {
            return true;
        }
    }
}

/// <summary>Another node has taken the work over: whatever we were about to do is no more ours to do. Never leaves the work on one host.</summary>
internal sealed class LeaseLostException : Exception;
