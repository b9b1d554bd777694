using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>Answers challenges out of the store, whichever node placed the order.</summary>
public sealed class StoreChallenges(Database database) : IChallengeAnswers
{
    private readonly ChallengeStore _challenges = new(database);

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

    private async Task<StoredChallenge?> FindAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await _challenges.FindAsync(host, cancellationToken);
        }
        catch (StoreException)
        {
            // The authority finds nothing, and the node that placed the order says why in its own words.
            return null;
        }
    }
}
