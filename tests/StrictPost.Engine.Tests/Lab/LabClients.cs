using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Lab;

namespace StrictPost.Engine.Tests.Lab;

/// <summary>What a TLS client found: what it holds against the certificate, and the certificate.</summary>
internal sealed record TlsSight(SslPolicyErrors Errors, X509ChainStatusFlags ChainStatus, X509Certificate2 Certificate);

/// <summary>Real clients of a lab: they trust its root and nothing else, and reach any host name on its port.</summary>
internal static class LabClients
{
    /// <summary>An HTTPS client that follows nothing and decodes nothing.</summary>
    public static HttpClient Http(RunningLab lab, Version? version = null, IPAddress? address = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = async (_, cancellationToken) => await ConnectAsync(lab, address ?? IPAddress.Loopback, cancellationToken),
        SslOptions = { CertificateChainPolicy = TrustOnly(lab.RootPem) },
    })
    {
        DefaultRequestVersion = version ?? HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Shakes hands with a host, whatever it shows.</summary>
    public static async Task<TlsSight> LookAsync(RunningLab lab, string host, CancellationToken cancellationToken)
    {
        TlsSight? sight = null;
        await using var stream = await ConnectAsync(lab, IPAddress.Loopback, cancellationToken);
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(Looking(lab, host, seen => sight = seen), cancellationToken);
        return sight!;
    }

    /// <summary>Connects to an address at the port of the lab's mail hosts.</summary>
    public static async Task<SmtpTalk> SmtpAsync(RunningLab lab, IPAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, lab.SmtpPort, cancellationToken);
        return new SmtpTalk(new NetworkStream(socket, ownsSocket: true), lab, cancellationToken);
    }

    /// <summary>Trusts the lab's root and nothing else; notes what it finds, and goes on whatever that is.</summary>
    public static SslClientAuthenticationOptions Looking(RunningLab lab, string host, Action<TlsSight> found) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = TrustOnly(lab.RootPem),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            var flags = chain!.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
            found(new TlsSight(errors, flags, X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData())));
            return true;
        },
    };

    private static async Task<Stream> ConnectAsync(RunningLab lab, IPAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, lab.HttpsPort, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static X509ChainPolicy TrustOnly(string rootPem) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { X509Certificate2.CreateFromPem(rootPem) },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
