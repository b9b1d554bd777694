using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>Answers challenges out of the store, whichever node placed the order.</summary>
public sealed class StoreChallenges(Database database) : IChallengeAnswers, IDisposable
{
    /// <summary>Most look-ups at a time: anybody can ask, and the store has other work.</summary>
    private const int MostAtOnce = 8;

    private readonly ChallengeStore _challenges = new(database);
    private readonly SemaphoreSlim _room = new(MostAtOnce);

    /// <inheritdoc/>
    public async ValueTask<string?> FindHttpAsync(string host, string token, CancellationToken cancellationToken)
    {
        var open = await FindAsync(host, cancellationToken);
        return open is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(open.Token), Encoding.UTF8.GetBytes(token))
            ? open.KeyAuthorization
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<HostCertificate?> FindTlsAlpnAsync(string host, CancellationToken cancellationToken) =>
        await FindAsync(host, cancellationToken) is { } open
            ? new HostCertificate(TlsAlpnCertificate.Create(host, new KeyAuthorization(open.KeyAuthorization), database.Time.GetUtcNow()), new X509Certificate2Collection())
            : null;

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private async Task<StoredChallenge?> FindAsync(string host, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            return await _challenges.FindAsync(host, cancellationToken);
        }
        catch (StoreException)
        {
            // The authority finds nothing, and the node that placed the order says why in its own words.
            return null;
        }
        finally
        {
            _room.Release();
        }
    }
}
