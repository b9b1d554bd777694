using System.Net;
using StrictPost.Engine.Tls;

namespace StrictPost.Engine.Tests.Tls;

public sealed class AddressSlotsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public async Task Take_OneMoreThanThereAre_WaitsForOneToBeGivenBack(int most)
    {
        var slots = new AddressSlots(most);
        var first = await slots.TakeAsync(IPAddress.Loopback, Cancellation);
        for (int i = 1; i < most; i++)
            await slots.TakeAsync(IPAddress.Loopback, Cancellation);

        var last = slots.TakeAsync(IPAddress.Loopback, Cancellation);
        await slots.TakeAsync(IPAddress.IPv6Loopback, Cancellation);
        Assert.False(last.IsCompleted);
        first.Dispose();

        await last;
    }
}
