using StrictPost.Engine.Storage.Ledger;

namespace StrictPost.Engine.Tests.Storage.Ledger;

public sealed class NodeNameTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public void Take_AfterAnEnd_IsTheSameNameOfAnotherProcess()
    {
        NodeIdentity first;
        using (var name = NodeName.Take(_folder.Path, null))
            first = name.Identity;
        using var again = NodeName.Take(_folder.Path, null);

        Assert.Equal(first.Name, again.Identity.Name);
        Assert.NotEqual(first.Process, again.Identity.Process, StringComparer.Ordinal);
    }

    [Fact]
    public void Take_WhileAnotherRuns_IsAnotherName()
    {
        using var first = NodeName.Take(_folder.Path, "web-1");
        using var second = NodeName.Take(_folder.Path, "web-1");

        Assert.Equal(("web-1", "web-1-2"), (first.Identity.Name, second.Identity.Name));
    }
}
