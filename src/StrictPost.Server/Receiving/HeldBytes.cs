namespace StrictPost.Server.Receiving;

/// <summary>Why bytes are not held.</summary>
internal enum HoldFault
{
    /// <summary>They are.</summary>
    None,

    /// <summary>There are too many.</summary>
    TooLarge,

    /// <summary>Others hold so many that there is no room.</summary>
    NoRoom,
}

/// <summary>
/// Bytes as they come in, counted in a budget until disposed. What grows is paid for as it comes: who announces much and sends little
/// takes little. After a fault it holds nothing more.
/// </summary>
/// <param name="budget">Pays for the memory.</param>
/// <param name="most">How many bytes there may be.</param>
internal sealed class HeldBytes(MemoryBudget budget, int most) : IDisposable
{
    private const int First = 4 * 1024;

    private byte[] _bytes = [];
    private int _count;

    /// <summary>Why nothing is held any more.</summary>
    public HoldFault Fault { get; private set; }

    /// <summary>What came so far.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _count);

    /// <summary>Holds more bytes, or none at all from now on.</summary>
    public void Append(ReadOnlySpan<byte> more)
    {
        if (Fault != HoldFault.None || more.IsEmpty)
            return;
        if (more.Length > most - _count)
            GiveUp(HoldFault.TooLarge);
        else if (more.Length > _bytes.Length - _count && !TryGrow(_count + more.Length))
            GiveUp(HoldFault.NoRoom);
        else
            Copy(more);
    }

    public void Dispose()
    {
        budget.Return(_bytes.Length);
        _bytes = [];
        _count = 0;
    }

    private void Copy(ReadOnlySpan<byte> more)
    {
        more.CopyTo(_bytes.AsSpan(_count));
        _count += more.Length;
    }

    private bool TryGrow(int least)
    {
        int size = (int)Math.Min(most, Math.Max(Math.Max(First, least), 2L * _bytes.Length));
        if (!budget.TryTake(size - _bytes.Length))
            return false;
        Array.Resize(ref _bytes, size);
        return true;
    }

    private void GiveUp(HoldFault fault)
    {
        Dispose();
        Fault = fault;
    }
}
