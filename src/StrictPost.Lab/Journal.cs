using System.Collections.Immutable;

namespace StrictPost.Lab;

/// <summary>
/// What reached the lab, oldest first. Holds a bounded number of entries and forgets the oldest beyond that.
/// </summary>
public sealed class Journal<T>
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _entries = new();
    private readonly int _capacity;
    private TaskCompletionSource? _next;

    /// <summary>An empty journal.</summary>
    /// <param name="capacity">How many entries it remembers, at least one.</param>
    public Journal(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>What is remembered now.</summary>
    public ImmutableArray<T> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    /// <summary>The oldest remembered entry that fits, awaited if there is none yet.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before one came.</exception>
    public async Task<T> FirstAsync(Func<T, bool> fits, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                foreach (var entry in _entries)
                {
                    if (fits(entry))
                        return entry;
                }
                next = (_next ??= NewSignal()).Task;
            }
            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Forgets everything, so that what comes next can be told from what was.</summary>
    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    /// <summary>Writes an entry down and wakes who waits for it.</summary>
    public void Add(T entry)
    {
        TaskCompletionSource? awaited;
        lock (_gate)
        {
            if (_entries.Count == _capacity)
                _entries.Dequeue();
            _entries.Enqueue(entry);
            (awaited, _next) = (_next, null);
        }
        awaited?.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
