using System.Net;
using System.Net.Sockets;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Tls;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Sending;

/// <summary>Connects to the first address of a host that answers.</summary>
internal static class HostConnect
{
    /// <exception cref="IOException">No address answers, or there is none.</exception>
    public static async Task<NetworkStream> ToAsync(DnsLookups dns, DomainName host, int port, CancellationToken cancellationToken)
    {
        var ipv4 = await dns.Ipv4Async(host, cancellationToken);
        var ipv6 = await dns.Ipv6Async(host, cancellationToken);
        string trouble = $"{host} has no address in DNS.";
        foreach (string address in ipv4.Found.Concat(ipv6.Found))
        {
            var (stream, end) = await TcpConnect.ToAsync(new IPEndPoint(IPAddress.Parse(address), port), cancellationToken);
            if (stream is not null)
                return stream;
            trouble = $"{host} ({address}) cannot be reached at port {port}: {end!.Detail ?? end.Fault.ToString()}.";
        }

        throw new IOException(trouble);
    }
}
