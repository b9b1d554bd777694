using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Tests.Storage;

/// <summary>What concerns the store's file and folder.</summary>
public sealed class SqliteStoreTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Open_NewFolder_IsForItsOwnerOnly()
    {
        await (await _folder.OpenAsync()).DisposeAsync();

        var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(_folder.Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
    }

    [Fact]
    public async Task Open_FileThatIsNoStore_IsRefused()
    {
        Directory.CreateDirectory(_folder.Path);
        await File.WriteAllTextAsync(_folder.File, new string('x', 4096), TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<StoreException>(_folder.OpenAsync);

        Assert.Contains("is no store", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FolderIsAFile_IsRefused()
    {
        await File.WriteAllTextAsync(_folder.Path, "", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<StoreException>(_folder.OpenAsync);
    }

    [Fact]
    public async Task Wait_FileIsGone_SaysSo()
    {
        await _folder.SaveAsync(TestStore.Settings("example.org"));
        await using var database = await _folder.OpenAsync();
        await using var feed = await StoreFeed.OpenAsync(database, TestContext.Current.CancellationToken);
        await feed.ReadAllAsync(TestContext.Current.CancellationToken);
        File.Delete(_folder.File);

        var waiting = feed.WaitAsync(TestContext.Current.CancellationToken);
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        var fault = await Assert.ThrowsAsync<StoreException>(() => waiting);

        Assert.Contains("is gone", fault.Message, StringComparison.Ordinal);
    }
}
