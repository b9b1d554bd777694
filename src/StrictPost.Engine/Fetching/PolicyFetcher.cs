using System.Net;
using System.Net.Security;
using StrictPost.Engine.Tls;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Fetching;

/// <summary>
/// Fetches policies, each time over a new connection to an address that the caller names, and writes down all that is seen.
/// Whether that is good enough for a sender (RFC 8461 §3.3) is for <see cref="FetchOutcome"/> to say.
/// </summary>
/// <remarks>
/// 1. TCP connection to the address. 2. TLS 1.2 or newer with the policy host as SNI; it goes on behind a bad certificate.
/// 3. One GET; neither redirects nor caches nor cookies nor proxies. 4. Status, header fields, then at most 64 KiB of body.
/// One deadline covers all four. What can go wrong is evidence; the only exception is the caller's own cancellation.
/// </remarks>
public sealed class PolicyFetcher(FetchSettings settings, TimeProvider time)
{
    /// <summary>By what name the product asks when it does not ask as a mail server would.</summary>
    public static string UserAgent { get; } = $"StrictPost/{typeof(PolicyFetcher).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>What a sender makes of one of the policy host's addresses.</summary>
    /// <exception cref="ArgumentException">The domain is too long to have a policy host.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<FetchOutcome> FetchAsync(DomainName domain, IPAddress address, CancellationToken cancellationToken) =>
        FetchOutcome.Of(await ObserveAsync(domain, address, userAgent: null, cancellationToken), HostOf(domain));

    /// <summary>Fetches the policy of a domain from one of its policy host's addresses.</summary>
    /// <param name="domain">Whose policy.</param>
    /// <param name="address">Where to connect to.</param>
    /// <param name="userAgent">Who asks; null to say nothing, as most senders do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The domain is too long to have a policy host.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<FetchEvidence> ObserveAsync(
        DomainName domain, IPAddress address, string? userAgent, CancellationToken cancellationToken)
    {
        var host = HostOf(domain);
        var notes = new FetchNotes { At = time.GetUtcNow() };
        long start = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(settings.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await RunAsync(host, address, userAgent, notes, either.Token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            notes.End = new ConnectionEnd(ConnectionFault.TimedOut, notes.Phase);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            notes.End = PolicyExchange.EndOf(fault, notes.Phase);
        }

        return notes.ToEvidence(address, time.GetElapsedTime(start));
    }

    private static DomainName HostOf(DomainName domain) =>
        domain.Child(StsPolicy.HostLabel) ?? throw new ArgumentException("The domain leaves no room for `mta-sts.`.", nameof(domain));

    private async Task RunAsync(DomainName host, IPAddress address, string? userAgent, FetchNotes notes, CancellationToken cancellationToken)
    {
        (var stream, notes.End) = await ConnectAsync(address, cancellationToken);
        if (stream is null)
            return;

        notes.Phase = ConnectionPhase.Handshake;
        await using var tls = new TlsConnection(stream, settings.Roots, notes.At, judgeAnchors: false);
        notes.End = await tls.AgreeAsync(host, [SslApplicationProtocol.Http11], cancellationToken);
        notes.Tls = tls.Agreed;
        if (notes.End is not null)
            return;

        notes.Phase = ConnectionPhase.Headers;
        using var exchange = new PolicyExchange(tls.Stream, host, userAgent);
        await exchange.GetAsync(notes, cancellationToken);
    }

    private async Task<(Stream? Stream, ConnectionEnd? End)> ConnectAsync(IPAddress address, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.ConnectDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await TcpConnect.ToAsync(new IPEndPoint(address, settings.Port), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new ConnectionEnd(ConnectionFault.TimedOut, ConnectionPhase.Connecting));
        }
    }
}
