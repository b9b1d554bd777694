namespace StrictPost.Engine.Acme;

/// <summary>
/// Nonces that came with answers and are still unused (RFC 8555 §6.5). The youngest goes first: old ones are the first that an
/// authority forgets. Safe for use from several threads.
/// </summary>
internal sealed class NoncePool
{
    /// <summary>Most that are kept: about as many as requests at one time.</summary>
    public const int Most = 32;

    private readonly Lock _lock = new();
    private readonly LinkedList<string> _nonces = new();

    public void Put(string nonce)
    {
        lock (_lock)
        {
            _nonces.AddLast(nonce);
            if (_nonces.Count > Most)
                _nonces.RemoveFirst();
        }
    }

    /// <summary>One that nobody has used yet, or null.</summary>
    public string? Take()
    {
        lock (_lock)
        {
            string? nonce = _nonces.Last?.Value;
            if (nonce is not null)
                _nonces.RemoveLast();
            return nonce;
        }
    }
}
