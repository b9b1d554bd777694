namespace StrictPost.Server.Tls;

/// <summary>TLS on this connection cannot go on; what the other side must hear of it waits to be sent.</summary>
internal sealed class TlsBrokenException(string reason) : IOException(reason);

/// <summary>
/// One <c>SSL</c> between two buffers: bytes of the network on one side, plain ones on the other. It owns the three native
/// objects, from construction to disposal. Each call is taken on its own, so that reading and writing may go on side by side.
/// </summary>
internal sealed class TlsSession : IDisposable
{
    private readonly Lock _turn = new();
    private readonly nint _received;
    private readonly nint _toSend;
    private nint _ssl;

    /// <exception cref="TlsBrokenException">The key is not the certificate's, or there is no memory.</exception>
    /// <exception cref="ObjectDisposedException">The certificate was replaced meanwhile.</exception>
    public TlsSession(TlsContext context, NativeCertificate certificate, Alpn protocol)
    {
        LibCrypto.ERR_clear_error();
        _ssl = LibSsl.SSL_new(context);
        _received = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        _toSend = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        if (_ssl == 0 || _received == 0 || _toSend == 0)
        {
            _ = LibCrypto.BIO_free(_received);
            _ = LibCrypto.BIO_free(_toSend);
            Dispose();
            throw new TlsBrokenException("There is no memory for another connection.");
        }

        // From here on the session owns both buffers.
        LibSsl.SSL_set_bio(_ssl, _received, _toSend);
        try
        {
            if (LibSsl.SSL_set_ex_data(_ssl, LibSsl.ApplicationSlot, (nint)protocol) != 1 || !certificate.PutOn(_ssl))
                throw new TlsBrokenException(OpenSslLibrary.TakeError());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Goes on with the handshake. True at its end, false where more must be received.</summary>
    /// <exception cref="TlsBrokenException">It failed.</exception>
    public bool Accept()
    {
        lock (_turn)
        {
            LibCrypto.ERR_clear_error();
            int returned = LibSsl.SSL_accept(Open);
            if (returned == 1)
                return true;
            return LibSsl.SSL_get_error(_ssl, returned) == LibSsl.ErrorWantRead
                ? false
                : throw new TlsBrokenException(OpenSslLibrary.TakeError());
        }
    }

    /// <summary>Reads plain bytes; into an empty buffer it only finds out whether there are some.</summary>
    /// <returns>How many; 0 at the end (or for an empty buffer when there are some); -1 where more must be received.</returns>
    /// <exception cref="TlsBrokenException">What was received makes no sense.</exception>
    public int Read(Span<byte> buffer)
    {
        Span<byte> one = stackalloc byte[1];
        lock (_turn)
        {
            LibCrypto.ERR_clear_error();
            int read = buffer.IsEmpty ? LibSsl.SSL_peek(Open, one, 1) : LibSsl.SSL_read(Open, buffer, buffer.Length);
            if (read > 0)
                return buffer.IsEmpty ? 0 : read;
            return LibSsl.SSL_get_error(_ssl, read) switch
            {
                LibSsl.ErrorWantRead => -1,
                LibSsl.ErrorZeroReturn => 0,
                _ => throw new TlsBrokenException(OpenSslLibrary.TakeError()),
            };
        }
    }

    /// <summary>Encrypts plain bytes; <see cref="Take"/> then has more to send.</summary>
    /// <exception cref="TlsBrokenException">Nothing can be sent any more.</exception>
    public void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
            return;
        lock (_turn)
        {
            LibCrypto.ERR_clear_error();
            if (LibSsl.SSL_write(Open, buffer, buffer.Length) != buffer.Length)
                throw new TlsBrokenException(OpenSslLibrary.TakeError());
        }
    }

    /// <summary>Hands over what the network brought.</summary>
    /// <exception cref="TlsBrokenException">There is no memory for it.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        lock (_turn)
        {
            _ = Open;
            if (!bytes.IsEmpty && LibCrypto.BIO_write(_received, bytes, bytes.Length) != bytes.Length)
                throw new TlsBrokenException("There is no memory for what was received.");
        }
    }

    /// <summary>How many bytes wait to be sent.</summary>
    public int Pending
    {
        get
        {
            lock (_turn)
                return _ssl == 0 ? 0 : (int)LibCrypto.BIO_ctrl_pending(_toSend);
        }
    }

    /// <summary>Takes bytes to send, as many as there is room for.</summary>
    /// <returns>How many; 0 where none waits.</returns>
    public int Take(Span<byte> room)
    {
        lock (_turn)
            return _ssl == 0 ? 0 : Math.Max(0, LibCrypto.BIO_read(_toSend, room, room.Length));
    }

    /// <summary>Says close_notify (RFC 8446 §6.1), or leaves the alert of a failure to be sent.</summary>
    public void Shutdown()
    {
        lock (_turn)
        {
            LibCrypto.ERR_clear_error();
            if (_ssl != 0)
                _ = LibSsl.SSL_shutdown(_ssl);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            if (_ssl != 0)
                LibSsl.SSL_free(_ssl);
            _ssl = 0;
        }
    }

    private nint Open => _ssl != 0 ? _ssl : throw new TlsBrokenException("The connection is closed.");
}
