using System.Runtime.InteropServices;

namespace StrictPost.Bench.Load;

/// <summary>The settings that all connections of the senders share.</summary>
public sealed class TlsContext : SafeHandle
{
    private const int SetSessionCacheMode = 44;

    // Kestrel hangs up without a close_notify. The length of the body says all that a sender needs to know.
    private const ulong IgnoreUnexpectedEnd = 1 << 7;

    private const int SetLeastVersion = 123;
    private const int SetMostVersion = 124;

    /// <summary>Holds nothing yet; see <see cref="Create"/>.</summary>
    public TlsContext() : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>
    /// Insists on one version (0x0304 is TLS 1.3), offers HTTP/1.1 and never a session to resume. Certificates are left to
    /// <see cref="PolicyConnection"/>.
    /// </summary>
    /// <exception cref="BenchException">OpenSSL refuses.</exception>
    public static TlsContext Create(int version)
    {
        var context = new TlsContext();
        context.SetHandle(OpenSsl.NewContext(OpenSsl.ClientMethod()));
        if (context.IsInvalid
            || OpenSsl.ControlContext(context, SetLeastVersion, version, 0) != 1
            || OpenSsl.ControlContext(context, SetMostVersion, version, 0) != 1
            || OpenSsl.SetAlpn(context, "\bhttp/1.1"u8, 9) != 0)
        {
            throw new BenchException($"OpenSSL: {OpenSsl.TakeError()}");
        }

        _ = OpenSsl.ControlContext(context, SetSessionCacheMode, 0, 0);
        _ = OpenSsl.SetOptions(context, IgnoreUnexpectedEnd);
        return context;
    }

    protected override bool ReleaseHandle()
    {
        OpenSsl.FreeContext(handle);
        return true;
    }
}
