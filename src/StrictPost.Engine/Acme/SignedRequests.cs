namespace StrictPost.Engine.Acme;

/// <summary>Sends signed requests, each with a nonce of its own, and again with another where the authority refuses it.</summary>
internal sealed class SignedRequests(AcmeHttp http, Uri newNonce)
{
    /// <summary>
    /// Most tries of one request. A refused nonce is nobody's fault (RFC 8555 §6.5 asks clients to try again), and an authority that
    /// refuses half of them at random, as test authorities do, must not be mistaken for one that is out of order.
    /// </summary>
    public const int MostTries = 24;

    private readonly NoncePool _nonces = new();

    /// <summary>An answer with a status of success, or why there is none.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="sign">The request for a nonce.</param>
    /// <param name="largestAnswer">In bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AcmeResult<AcmeAnswer>> PostAsync(Uri url, Func<string, byte[]> sign, int largestAnswer, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            var nonce = await NonceAsync(cancellationToken);
            if (nonce.Error is { } noNonce)
                return noNonce;
            var posted = await http.PostAsync(url, sign(nonce.Value!), largestAnswer, cancellationToken);
            if (posted.Value is not { } answer)
                return posted;
            if (answer.Nonce is { } next)
                _nonces.Put(next);
            if (answer.Status is >= 200 and < 300)
                return posted;
            var problem = AcmeProblem.Of(answer);
            if (problem.Kind != AcmeProblemKind.BadNonce || tries == MostTries)
                return problem;
        }
    }

    private async Task<AcmeResult<string>> NonceAsync(CancellationToken cancellationToken)
    {
        if (_nonces.Take() is { } pooled)
            return pooled;
        var asked = await http.HeadAsync(newNonce, cancellationToken);
        if (asked.Value is not { } answer)
            return asked.Error!;
        if (answer.Status is < 200 or >= 300)
            return AcmeProblem.Of(answer);
        return answer.Nonce is { } nonce
            ? nonce
            : new AcmeFault(AcmeFaultKind.BadAnswer, $"{newNonce} gives no nonce (RFC 8555 §7.2)");
    }
}
