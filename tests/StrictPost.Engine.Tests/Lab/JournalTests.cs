using StrictPost.Lab;

namespace StrictPost.Engine.Tests.Lab;

public sealed class JournalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Add_BeyondTheCapacity_ForgetsTheOldest()
    {
        var journal = new Journal<int>(3);

        foreach (var entry in Enumerable.Range(1, 5))
            journal.Add(entry);

        Assert.Equal([3, 4, 5], journal.Entries);
    }

    [Fact]
    public async Task FirstAsync_WithSeveralThatFit_GivesTheOldest()
    {
        var journal = new Journal<int>(3);
        journal.Add(1);
        journal.Add(2);
        journal.Add(4);

        Assert.Equal(2, await journal.FirstAsync(entry => entry % 2 == 0, Cancellation));
    }

    [Fact]
    public async Task FirstAsync_BeforeTheEntryCame_WaitsForIt()
    {
        var journal = new Journal<int>(3);
        var awaited = journal.FirstAsync(entry => entry == 2, Cancellation);

        journal.Add(1);
        Assert.False(awaited.IsCompleted);
        journal.Add(2);

        Assert.Equal(2, await awaited);
    }

    [Fact]
    public async Task FirstAsync_Cancelled_Stops()
    {
        using var patience = new CancellationTokenSource();
        var awaited = new Journal<int>(3).FirstAsync(_ => true, patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => awaited);
    }

    [Fact]
    public void Clear_AfterEntries_LeavesNone()
    {
        var journal = new Journal<int>(3);
        journal.Add(1);

        journal.Clear();

        Assert.Empty(journal.Entries);
    }
}
