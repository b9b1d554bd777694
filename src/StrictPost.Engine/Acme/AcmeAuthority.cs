namespace StrictPost.Engine.Acme;

/// <summary>
/// An authority that issues certificates by RFC 8555, once its directory is known. Safe for use from several threads until
/// disposed, which ends all sessions of it.
/// </summary>
public sealed class AcmeAuthority : IDisposable
{
    private readonly AcmeHttp _http;
    private readonly SignedRequests _requests;
    private readonly AcmeSettings _settings;
    private readonly TimeProvider _time;

    private AcmeAuthority(AcmeHttp http, AcmeDirectory directory, AcmeSettings settings, TimeProvider time)
    {
        (_http, Directory, _settings, _time) = (http, directory, settings, time);
        _requests = new SignedRequests(http, directory.NewNonce);
    }

    /// <summary>What the authority says of itself.</summary>
    public AcmeDirectory Directory { get; }

    /// <summary>Asks for the directory. The caller disposes the authority.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<AcmeResult<AcmeAuthority>> ConnectAsync(AcmeSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        if (JsonFields.Https(settings.Directory.ToString()) is null)
            return new AcmeFault(AcmeFaultKind.BadAnswer, $"{settings.Directory} is not an https URL (RFC 8555 §6.1)");
        var http = new AcmeHttp(settings, time);
        try
        {
            var directory = await ReadAsync(http, settings.Directory, "an ACME directory", AcmeDirectory.Read, cancellationToken);
            if (directory.Value is not { } known)
                return directory.Error!;
            var authority = new AcmeAuthority(http, known, settings, time);
            http = null;
            return authority;
        }
        finally
        {
            http?.Dispose();
        }
    }

    /// <summary>Opens an account for a key, or the one that the key has already (RFC 8555 §7.3).</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<AcmeResult<AcmeSession>> RegisterAsync(AccountKey key, AccountRequest request, CancellationToken cancellationToken) =>
        AccountAsync(key, request.ToJson(key.Public, Directory.NewAccount), cancellationToken);

    /// <summary>The account that a key has; the problem <c>accountDoesNotExist</c> when it has none (RFC 8555 §7.3.1).</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<AcmeResult<AcmeSession>> FindAccountAsync(AccountKey key, CancellationToken cancellationToken) =>
        AccountAsync(key, """{"onlyReturnExisting":true}"""u8.ToArray(), cancellationToken);

    /// <summary>Goes on with an account whose URL is known. Asks nothing.</summary>
    public AcmeSession Resume(AccountKey key, Uri account) => new(_requests, Directory, _settings, _time, key, account);

    /// <summary>When the authority wants a certificate renewed; null where it never says (RFC 9773 §4).</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeResult<RenewalInfo>?> RenewalInfoAsync(CertificateId certificate, CancellationToken cancellationToken)
    {
        if (Directory.RenewalInfo is not { } start)
            return null;
        var url = new Uri($"{start.AbsoluteUri.TrimEnd('/')}/{certificate.Text}");
        return await ReadAsync(_http, url, "renewal information", RenewalInfo.Read, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<AcmeResult<T>> ReadAsync<T>(
        AcmeHttp http, Uri url, string what, Func<JsonFields, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var asked = await http.GetAsync(url, cancellationToken);
        if (asked.Value is not { } answer)
            return asked.Error!;
        return answer.Status == 200 ? answer.Expect(what, read) : AcmeProblem.Of(answer);
    }

    private async Task<AcmeResult<AcmeSession>> AccountAsync(AccountKey key, byte[] payload, CancellationToken cancellationToken)
    {
        var url = Directory.NewAccount;
        var posted = await _requests.PostAsync(
            url, nonce => Jws.Signed(key, account: null, url, nonce, payload), AcmeHttp.LargestAnswer, cancellationToken);
        if (posted.Value is not { } answer)
            return posted.Error!;
        return answer.Location is { } account
            ? Resume(key, account)
            : new AcmeFault(AcmeFaultKind.BadAnswer, "The authority does not say where the account is (RFC 8555 §7.3)");
    }
}
