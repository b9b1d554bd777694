using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Load;

/// <summary>
/// One TLS connection of a sender to one policy host. Blocking, on the sender's own thread: on loopback that costs least.
/// </summary>
public sealed class PolicyConnection : IDisposable
{
    private const int AnswerLimit = 4096;
    private const int CertificateLimit = 4096;
    private const int SetServerName = 55;
    private const int SocketLevel = 1;
    private const int ReceiveTimeout = 20;
    private const int SendTimeout = 21;
    private const long SecondsToWait = 30;
    private const int CleanEnd = 6;

    private readonly BenchDomain _domain;
    private readonly Socket _socket;
    private nint _ssl;

    private PolicyConnection(BenchDomain domain, Socket socket, nint ssl)
    {
        _domain = domain;
        _socket = socket;
        _ssl = ssl;
    }

    /// <summary>Connects with a full handshake and insists on the domain's own certificate.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="IOException">The handshake failed, was a resumption, or showed another certificate.</exception>
    public static PolicyConnection Open(int port, BenchDomain domain, TlsContext context)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connection = new PolicyConnection(domain, socket, OpenSsl.New(context));
        try
        {
            ReadOnlySpan<long> wait = [SecondsToWait, 0];
            socket.SetRawSocketOption(SocketLevel, ReceiveTimeout, MemoryMarshal.AsBytes(wait));
            socket.SetRawSocketOption(SocketLevel, SendTimeout, MemoryMarshal.AsBytes(wait));
            socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
            connection.Handshake();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Asks for the policy and keeps the connection.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">The answer is not the policy.</exception>
    public void Fetch() => Fetch(_domain.NextRequest);

    /// <summary>Asks for the policy and for the end of the connection.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">The answer is not the policy.</exception>
    public void FetchLast() => Fetch(_domain.LastRequest);

    /// <summary>Waits until the server has hung up, as it was asked to.</summary>
    /// <exception cref="IOException">It did not, or not properly.</exception>
    public void ReadEnd()
    {
        Span<byte> more = stackalloc byte[1];
        var read = OpenSsl.Read(_ssl, more, more.Length);
        if (read > 0 || OpenSsl.Outcome(_ssl, read) != CleanEnd)
            throw Broken("no clean end");
        _ = OpenSsl.Shutdown(_ssl);
    }

    public void Dispose()
    {
        OpenSsl.Free(_ssl);
        _ssl = 0;
        _socket.Dispose();
    }

    private static IOException Broken(string what) => new($"{what}: {OpenSsl.TakeError()}");

    private void Handshake()
    {
        Span<byte> name = stackalloc byte[256];
        name[Encoding.ASCII.GetBytes(_domain.PolicyHost, name)] = 0;
        OpenSsl.ClearErrors();
        _ = OpenSsl.Control(_ssl, SetServerName, 0, name);
        if (OpenSsl.SetSocket(_ssl, (int)_socket.Handle) != 1 || OpenSsl.Connect(_ssl) != 1)
            throw Broken("no handshake");
        if (OpenSsl.IsReused(_ssl) != 0)
            throw Broken("the handshake was not a full one");
        // Equal bytes say more than a valid chain: this very certificate, for this very name.
        if (!IsExpected(OpenSsl.PeerCertificate(_ssl)))
            throw Broken("the certificate is another one");
    }

    private unsafe bool IsExpected(nint certificate)
    {
        if (certificate == 0)
            return false;
        Span<byte> encoded = stackalloc byte[CertificateLimit];
        var length = OpenSsl.Encode(certificate, null);
        if (length > 0 && length <= CertificateLimit)
        {
            fixed (byte* output = encoded)
            {
                var end = output;
                _ = OpenSsl.Encode(certificate, &end);
            }
        }

        OpenSsl.FreeCertificate(certificate);
        return length == _domain.Leaf.Length && encoded[..length].SequenceEqual(_domain.Leaf);
    }

    private void Fetch(byte[] request)
    {
        if (OpenSsl.Write(_ssl, request, request.Length) != request.Length)
            throw Broken("the request was not taken");
        Span<byte> answer = stackalloc byte[AnswerLimit];
        var filled = 0;
        while (!PolicyAnswer.IsComplete(answer[..filled], _domain.Policy))
        {
            var read = OpenSsl.Read(_ssl, answer[filled..], AnswerLimit - filled);
            if (read <= 0)
                throw Broken("the answer is cut short");
            filled += read;
        }
    }
}
