using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Acme;

/// <summary>An account at an authority: what can be asked in its name. Safe for use from several threads.</summary>
public sealed class AcmeSession
{
    private readonly SignedRequests _requests;
    private readonly AcmeDirectory _directory;
    private readonly AcmeSettings _settings;
    private readonly TimeProvider _time;

    internal AcmeSession(
        SignedRequests requests, AcmeDirectory directory, AcmeSettings settings, TimeProvider time, AccountKey key, Uri account)
    {
        (_requests, _directory, _settings, _time, Key, Account) = (requests, directory, settings, time, key, account);
        Orders = new AcmeOrders(this, directory, new AcmeWait(settings, time));
    }

    /// <summary>The account's URL: what the authority knows it by.</summary>
    public Uri Account { get; }

    /// <summary>The account's key.</summary>
    public AccountKey Key { get; }

    /// <summary>Certificates in the account's name.</summary>
    public AcmeOrders Orders { get; }

    /// <summary>Changes where the authority can warn somebody (RFC 8555 §7.3.2).</summary>
    /// <returns>Null when it is done.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeError?> UpdateContactsAsync(ImmutableArray<string> contacts, CancellationToken cancellationToken)
    {
        byte[] payload = Jws.Json(json =>
        {
            json.WriteStartObject();
            AccountRequest.WriteContacts(json, contacts);
            json.WriteEndObject();
        });
        return (await PostAsync(Account, payload, cancellationToken)).Error;
    }

    /// <summary>
    /// Gives the account another key (RFC 8555 §7.3.5). Both keys must be kept until the answer is there: should it get lost,
    /// <see cref="AcmeAuthority.FindAccountAsync"/> tells which one counts.
    /// </summary>
    /// <returns>The session to go on with.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeResult<AcmeSession>> ChangeKeyAsync(AccountKey newKey, CancellationToken cancellationToken)
    {
        byte[] change = Jws.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("account", Account.AbsoluteUri);
            json.WritePropertyName("oldKey");
            Key.Public.WriteTo(json);
            json.WriteEndObject();
        });
        byte[] inner = Jws.Signed(newKey, account: null, _directory.KeyChange, nonce: null, change);
        var posted = await PostAsync(_directory.KeyChange, inner, cancellationToken);
        return posted.Error is { } error ? error : new AcmeSession(_requests, _directory, _settings, _time, newKey, Account);
    }

    /// <summary>Closes the account for good (RFC 8555 §7.3.6).</summary>
    /// <returns>Null when it is done.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeError?> DeactivateAsync(CancellationToken cancellationToken) =>
        (await PostAsync(Account, """{"status":"deactivated"}"""u8.ToArray(), cancellationToken)).Error;

    /// <summary>Takes a certificate back that this account ordered (RFC 8555 §7.6).</summary>
    /// <returns>Null when it is done.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeError?> RevokeAsync(X509Certificate2 certificate, RevocationReason reason, CancellationToken cancellationToken)
    {
        byte[] payload = Jws.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("certificate", Base64Url.Encode(certificate.RawDataMemory.Span));
            json.WriteNumber("reason", (int)reason);
            json.WriteEndObject();
        });
        return (await PostAsync(_directory.RevokeCertificate, payload, cancellationToken)).Error;
    }

    internal Task<AcmeResult<AcmeAnswer>> PostAsync(Uri url, byte[] payload, CancellationToken cancellationToken) =>
        PostAsync(url, payload, AcmeHttp.LargestAnswer, cancellationToken);

    /// <summary>Asks for what stands at a URL, signed as everything else (RFC 8555 §6.3).</summary>
    internal Task<AcmeResult<AcmeAnswer>> PostAsGetAsync(Uri url, int largestAnswer, CancellationToken cancellationToken) =>
        PostAsync(url, [], largestAnswer, cancellationToken);

    private Task<AcmeResult<AcmeAnswer>> PostAsync(Uri url, byte[] payload, int largestAnswer, CancellationToken cancellationToken) =>
        _requests.PostAsync(url, nonce => Jws.Signed(Key, Account, url, nonce, payload), largestAnswer, cancellationToken);
}
