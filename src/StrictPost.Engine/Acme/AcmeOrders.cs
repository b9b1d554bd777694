using System.Collections.Immutable;
using System.Text;

namespace StrictPost.Engine.Acme;

/// <summary>The way to a certificate (RFC 8555 §7.4), a step a method. Each step can be taken again; none remembers anything.</summary>
public sealed class AcmeOrders
{
    /// <summary>Most chains of one certificate that are looked at.</summary>
    private const int MostChains = 5;

    private readonly AcmeSession _session;
    private readonly AcmeDirectory _directory;
    private readonly AcmeWait _wait;

    internal AcmeOrders(AcmeSession session, AcmeDirectory directory, AcmeWait wait) => (_session, _directory, _wait) = (session, directory, wait);

    /// <summary>Orders a certificate for one host.</summary>
    /// <param name="host">In lower-case A-labels.</param>
    /// <param name="replaces">The certificate that this one is to replace, for authorities with renewal information (RFC 9773 §5); else null.</param>
    /// <param name="cancellationToken">Gives up; whether there is an order then is not known.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeResult<AcmeOrder>> CreateAsync(string host, CertificateId? replaces, CancellationToken cancellationToken)
    {
        byte[] payload = Jws.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("identifiers");
            json.WriteStartObject();
            json.WriteString("type", "dns");
            json.WriteString("value", host);
            json.WriteEndObject();
            json.WriteEndArray();
            if (replaces is not null && _directory.RenewalInfo is not null)
                json.WriteString("replaces", replaces.Text);
            json.WriteEndObject();
        });
        var posted = await _session.PostAsync(_directory.NewOrder, payload, cancellationToken);
        if (posted.Value is not { } answer)
            return posted.Error!;
        return answer.Location is { } url
            ? OrderIn(answer, url)
            : new AcmeFault(AcmeFaultKind.BadAnswer, "The authority does not say where the order is (RFC 8555 §7.4)");
    }

    /// <summary>The order as it is now.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeResult<AcmeOrder>> FindAsync(Uri order, CancellationToken cancellationToken)
    {
        var posted = await _session.PostAsGetAsync(order, AcmeHttp.LargestAnswer, cancellationToken);
        return posted.Value is { } answer ? OrderIn(answer, order) : posted.Error!;
    }

    /// <summary>What is to be proven, as it is now.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeResult<AcmeAuthorization>> AuthorizationAsync(Uri authorization, CancellationToken cancellationToken)
    {
        var posted = await _session.PostAsGetAsync(authorization, AcmeHttp.LargestAnswer, cancellationToken);
        return posted.Value is { } answer ? answer.Expect("an authorization", AcmeAuthorization.Read) : posted.Error!;
    }

    /// <summary>Says that the proof is in place (RFC 8555 §7.5.1).</summary>
    /// <returns>Null when the authority will look.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeError?> AnswerAsync(AcmeChallenge challenge, CancellationToken cancellationToken) =>
        (await _session.PostAsync(challenge.Url, "{}"u8.ToArray(), cancellationToken)).Error;

    /// <summary>Hands in the signing request (RFC 8555 §7.4). The order can come back unfinished.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeResult<AcmeOrder>> FinalizeAsync(AcmeOrder order, byte[] signingRequest, CancellationToken cancellationToken)
    {
        byte[] payload = Jws.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("csr", Base64Url.Encode(signingRequest));
            json.WriteEndObject();
        });
        var posted = await _session.PostAsync(order.Finalize, payload, cancellationToken);
        return posted.Value is { } answer ? OrderIn(answer, order.Url) : posted.Error!;
    }

    /// <summary>Looks at an authorization until it is decided.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<AcmeResult<AcmeAuthorization>> DecidedAsync(Uri authorization, CancellationToken cancellationToken) => _wait.UntilAsync(
        token => AuthorizationAsync(authorization, token), found => found.Status != AuthorizationStatus.Pending, cancellationToken);

    /// <summary>Looks at an order until the authority waits for us, or there is nothing to wait for.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<AcmeResult<AcmeOrder>> SettledAsync(Uri order, CancellationToken cancellationToken) => _wait.UntilAsync(
        token => FindAsync(order, token), found => found.Status is not (OrderStatus.Pending or OrderStatus.Processing), cancellationToken);

    /// <summary>The certificate with its chain (RFC 8555 §7.4.2).</summary>
    /// <param name="certificate">Where the order says it is.</param>
    /// <param name="preferredIssuer">Common name of the issuer whom the chain should end below; where none does, or with null, the authority's own choice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AcmeResult<CertificateChain>> DownloadAsync(Uri certificate, string? preferredIssuer, CancellationToken cancellationToken)
    {
        var (first, alternates) = await ChainAsync(certificate, cancellationToken);
        if (first.Value is not { } chain || preferredIssuer is null || chain.IsBelow(preferredIssuer))
            return first;
        foreach (var alternate in alternates.Take(MostChains - 1))
        {
            // An alternate that cannot be had leaves the first, which is as good a certificate.
            if ((await ChainAsync(alternate, cancellationToken)).Chain.Value is { } other && other.IsBelow(preferredIssuer))
                return other;
        }

        return first;
    }

    private static AcmeResult<AcmeOrder> OrderIn(AcmeAnswer answer, Uri url) => answer.Expect("an order", fields => AcmeOrder.Read(url, fields));

    private async Task<(AcmeResult<CertificateChain> Chain, ImmutableArray<Uri> Alternates)> ChainAsync(Uri url, CancellationToken cancellationToken)
    {
        var posted = await _session.PostAsGetAsync(url, CertificateChain.LargestPem, cancellationToken);
        if (posted.Value is not { } answer)
            return (posted.Error!, []);
        return CertificateChain.Read(Encoding.ASCII.GetString(answer.Body.Span)) is { } chain
            ? (chain, answer.Alternates)
            : (new AcmeFault(AcmeFaultKind.BadAnswer, $"{url} is no chain of certificates (RFC 8555 §9.1)"), []);
    }
}
