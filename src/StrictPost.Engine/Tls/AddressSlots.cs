using System.Net;

namespace StrictPost.Engine.Tls;

/// <summary>Sees to it that no address has more than a few connections of ours at one time.</summary>
/// <param name="most">How many connections to one address at one time.</param>
internal sealed class AddressSlots(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Place> _places = [];

    /// <summary>Waits until there is a slot; disposing what comes gives it back.</summary>
    public async Task<IDisposable> TakeAsync(IPAddress address, CancellationToken cancellationToken)
    {
        Place place;
        lock (_gate)
        {
            place = _places.TryGetValue(address, out var known) ? known : _places[address] = new Place(most);
            place.Users++;
        }

        try
        {
            await place.Free.WaitAsync(cancellationToken);
            return new Slot(this, address, place);
        }
        catch
        {
            Leave(address, place);
            throw;
        }
    }

    private void Leave(IPAddress address, Place place)
    {
        lock (_gate)
        {
            if (--place.Users == 0)
                _places.Remove(address);
        }
    }

    private sealed class Place(int most)
    {
        public SemaphoreSlim Free { get; } = new(most);

        public int Users { get; set; }
    }

    private sealed class Slot(AddressSlots owner, IPAddress address, Place place) : IDisposable
    {
        public void Dispose()
        {
            place.Free.Release();
            owner.Leave(address, place);
        }
    }
}
