using System.Net;
using System.Net.Sockets;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Fetching;

/// <summary>
/// Fetches policies as RFC 8461 §3.3 says, each time over a new connection to an address that the caller names. What can go
/// wrong is an outcome; the only exception is the caller's own cancellation.
/// </summary>
/// <remarks>
/// 1. TCP connection to the address. 2. TLS 1.2 or newer with the policy host as SNI, and its certificate proven by
/// <see cref="CertificateJudge"/>. 3. One GET; neither redirects nor caches nor cookies nor proxies. 4. Status, media type,
/// then at most 64 KiB of body. One deadline covers all four.
/// </remarks>
public sealed class PolicyFetcher(FetchSettings settings, TimeProvider time)
{
    /// <summary>Fetches the policy of a domain from one of its policy host's addresses.</summary>
    /// <exception cref="ArgumentException">The domain is too long to have a policy host.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<FetchOutcome> FetchAsync(DomainName domain, IPAddress address, CancellationToken cancellationToken)
    {
        var host = domain.Child(StsPolicy.HostLabel) ?? throw new ArgumentException("The domain leaves no room for `mta-sts.`.", nameof(domain));
        using var deadline = new CancellationTokenSource(settings.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var progress = new FetchProgress();
        try
        {
            return await RunAsync(host, address, progress, either.Token);
        }
        catch (Exception) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new FetchOutcome.TimedOut(progress.Phase);
        }
        catch (SocketException fault)
        {
            return Unconnected(fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new FetchOutcome.Broken(progress.Phase, fault.Message);
        }
    }

    private async Task<FetchOutcome> RunAsync(DomainName host, IPAddress address, FetchProgress progress, CancellationToken cancellationToken)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(address, settings.Port), cancellationToken);

        progress.Phase = FetchPhase.Handshake;
        using var handshake = new PolicyHandshake(socket, host, settings.Roots, time.GetUtcNow());
        if (await handshake.RunAsync(cancellationToken) is { } failed)
            return failed;

        progress.Phase = FetchPhase.Headers;
        using var exchange = new PolicyExchange(handshake.Channel, host);
        return await exchange.GetAsync(handshake.Certificate!, progress, cancellationToken);
    }

    private static FetchOutcome Unconnected(SocketException fault) => fault.SocketErrorCode switch
    {
        SocketError.NetworkUnreachable or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => new FetchOutcome.NoRoute(),
        _ => new FetchOutcome.NoConnection(fault.Message),
    };
}
