using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Baseline.Native;

/// <summary>
/// One native context for all domains. The domain's certificate is put on the connection once its name is known, so that a
/// domain costs a certificate and a key, not a context. No tickets: senders come back after days.
/// </summary>
internal sealed unsafe class NativeCertificates
{
    private const int SetServerNameCallback = 53;
    private const int SetServerNameArgument = 54;
    private const int SetSessionCacheMode = 44;
    private const int SetMode = 33;
    private const int ReleaseBuffers = 0x10;
    private const int SetLeastVersion = 123;
    private const int SetChain = 88;
    private const ulong NoTicket = 1 << 14;

    private readonly BaselineSettings _settings;
    private readonly IReadOnlySet<string> _hosts;
    private readonly ConcurrentDictionary<string, nint> _chains = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, NativeCertificate> _entries = new(StringComparer.Ordinal);

    public NativeCertificates(BaselineSettings settings, IReadOnlySet<string> hosts)
    {
        _settings = settings;
        _hosts = hosts;
        Context = ServerSsl.SSL_CTX_new(ServerSsl.TLS_server_method());
        if (!settings.Resume)
        {
            _ = ServerSsl.SSL_CTX_set_num_tickets(Context, 0);
            _ = ServerSsl.SSL_CTX_set_options(Context, NoTicket);
        }

        _ = ServerSsl.SSL_CTX_ctrl(Context, SetSessionCacheMode, 0, 0);
        _ = ServerSsl.SSL_CTX_ctrl(Context, SetMode, ReleaseBuffers, 0);
        _ = ServerSsl.SSL_CTX_ctrl(Context, SetLeastVersion, 0x0303, 0);
        _ = ServerSsl.SSL_CTX_callback_ctrl(Context, SetServerNameCallback, &SelectCertificate);
        _ = ServerSsl.SSL_CTX_ctrl(Context, SetServerNameArgument, 0, GCHandle.ToIntPtr(GCHandle.Alloc(this)));
        ServerSsl.SSL_CTX_set_alpn_select_cb(Context, &SelectProtocol, 0);
    }

    public nint Context { get; }

    [UnmanagedCallersOnly]
    private static int SelectCertificate(nint ssl, int* alert, nint argument)
    {
        var self = (NativeCertificates)GCHandle.FromIntPtr(argument).Target!;
        var name = ServerSsl.SSL_get_servername(ssl, 0);
        *alert = ServerSsl.UnrecognizedName;
        if (name is null)
            return ServerSsl.FatalAlert;
        var host = Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        if (!self._hosts.Contains(host))
            return ServerSsl.FatalAlert;
        if (self.Find(host) is not { } entry)
            return ServerSsl.FatalAlert;
        return ServerSsl.SSL_use_certificate(ssl, entry.Leaf) == 1
            && ServerSsl.SSL_use_PrivateKey(ssl, entry.Key) == 1
            && ServerSsl.SSL_ctrl(ssl, SetChain, 1, entry.Chain) == 1
            ? ServerSsl.NameAccepted
            : ServerSsl.FatalAlert;
    }

    [UnmanagedCallersOnly]
    private static int SelectProtocol(nint ssl, byte** chosen, byte* length, byte* offered, uint offeredLength, nint argument)
    {
        for (var i = 0; i < offeredLength; i += offered[i] + 1)
        {
            if (!new ReadOnlySpan<byte>(offered + i + 1, offered[i]).SequenceEqual("http/1.1"u8))
                continue;
            *chosen = offered + i + 1;
            *length = offered[i];
            return ServerSsl.NameAccepted;
        }

        return ServerSsl.FatalAlert;
    }

    /// <summary>Null where the file is missing or bad: an exception must not pass through native code, it would end the process.</summary>
    private NativeCertificate? Find(string host)
    {
        try
        {
            return _entries.GetOrAdd(host, Load);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    private NativeCertificate Load(string host) =>
        NativeCertificate.Load(CertificateFolder.PathOf(_settings.CertificateFolder, host), _chains);
}
