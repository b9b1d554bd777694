namespace StrictPost.Engine.Probing;

/// <summary>Goodbyes that are still being said. There are only so many: who comes then waits for his own.</summary>
internal sealed class Farewells : IAsyncDisposable
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _pending = [];

    /// <summary>Leaves a farewell to itself, or awaits it where there are too many already.</summary>
    public async Task AddAsync(Task farewell)
    {
        if (!farewell.IsCompleted && TryKeep(farewell))
            _ = ForgetAsync(farewell);
        else
            await farewell;
    }

    /// <summary>Waits for all that have been left to themselves.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] pending;
        lock (_gate)
            pending = [.. _pending];
        await Task.WhenAll(pending);
    }

    private bool TryKeep(Task farewell)
    {
        lock (_gate)
            return _pending.Count < Most && _pending.Add(farewell);
    }

    private async Task ForgetAsync(Task farewell)
    {
        try
        {
            await farewell;
        }
        finally
        {
            lock (_gate)
                _pending.Remove(farewell);
        }
    }
}
