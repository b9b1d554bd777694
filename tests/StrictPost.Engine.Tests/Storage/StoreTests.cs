namespace StrictPost.Engine.Tests.Storage;

/// <summary>Tests that hold for every kind of store: a class of them is derived once for each.</summary>
public abstract class StoreTests : IAsyncLifetime
{
    private TestStore? _store;

    private protected TestStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
            await _store.DisposeAsync();
    }

    private protected abstract Task<TestStore> CreateAsync();
}
