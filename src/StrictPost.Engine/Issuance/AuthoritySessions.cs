using System.Collections.Concurrent;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>An authority ready to be asked.</summary>
/// <param name="Authority">For what needs no account.</param>
/// <param name="Session">For what does.</param>
/// <param name="PausedUntil">Until when it wants to be left alone.</param>
internal sealed record OpenAuthority(AcmeAuthority Authority, AcmeSession Session, DateTimeOffset PausedUntil);

/// <summary>Our sessions with authorities, each opened when first needed. Safe for use from several threads until disposed.</summary>
internal sealed class AuthoritySessions(AccountStore accounts, TimeProvider time) : IDisposable
{
    /// <summary>A directory may change.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Many hosts ask at once; one failure answers all of them.</summary>
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>The authority with our account, which is opened where there is none yet.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<(OpenAuthority? Open, AcmeError? Error)> OpenAsync(AuthoritySettings settings, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(settings.Directory, _ => new Slot());
        await slot.Gate.WaitAsync(cancellationToken);
        try
        {
            var account = await accounts.EnsureAsync(settings.Directory, cancellationToken);
            var now = time.GetUtcNow();
            if (slot.Failure is { } failure && now - slot.Since < FailureLifetime)
                return (null, failure);
            if (slot.Session is null || slot.Session.Account.AbsoluteUri != account.Url || now - slot.Since > Lifetime)
                slot.Failure = await ConnectAsync(slot, settings, account, cancellationToken);
            return slot.Failure is { } error ? (null, error) : (new OpenAuthority(slot.Authority!, slot.Session!, account.PausedUntil), null);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>The authority does not know our account: the next one who asks opens it anew, with the same key.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task ForgetAccountAsync(AuthoritySettings settings, CancellationToken cancellationToken) =>
        accounts.SetUrlAsync(settings.Directory, null, cancellationToken);

    /// <summary>Leaves an authority alone until then.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task PauseAsync(AuthoritySettings settings, DateTimeOffset until, CancellationToken cancellationToken) =>
        accounts.PauseAsync(settings.Directory, until, cancellationToken);

    public void Dispose()
    {
        foreach (var slot in _slots.Values)
            slot.Dispose();
    }

    private async Task<AcmeError?> ConnectAsync(Slot slot, AuthoritySettings settings, StoredAccount account, CancellationToken cancellationToken)
    {
        slot.Since = time.GetUtcNow();
        var connected = await AcmeAuthority.ConnectAsync(settings.Acme, time, cancellationToken);
        if (connected.Value is not { } authority)
            return connected.Error;
        if (!AccountKey.TryImport(account.Key, out var key))
            throw new StoreException($"The stored key of the account at {settings.Directory} is no P-256 key.", "Restore the store from a backup.");
        slot.Replace(authority, key);
        if (account.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var known))
        {
            slot.Session = authority.Resume(key, known);
            return null;
        }

        var registered = await authority.RegisterAsync(key, settings.Account, cancellationToken);
        if (registered.Value is not { } session)
            return registered.Error;
        await accounts.SetUrlAsync(settings.Directory, session.Account.AbsoluteUri, cancellationToken);
        slot.Session = session;
        return null;
    }

    private sealed class Slot : IDisposable
    {
        private readonly List<IDisposable> _old = [];
        private AccountKey? _key;

        public SemaphoreSlim Gate { get; } = new(1);

        public AcmeAuthority? Authority { get; private set; }

        public AcmeSession? Session { get; set; }

        public AcmeError? Failure { get; set; }

        public DateTimeOffset Since { get; set; }

        /// <summary>Others may still be in the middle of a request with what was here before; it goes at the next change.</summary>
        public void Replace(AcmeAuthority authority, AccountKey key)
        {
            _old.ForEach(old => old.Dispose());
            _old.Clear();
            if (Authority is not null)
                _old.AddRange([Authority, _key!]);
            (Authority, _key, Session) = (authority, key, null);
        }

        public void Dispose()
        {
            _old.ForEach(old => old.Dispose());
            Authority?.Dispose();
            _key?.Dispose();
            Gate.Dispose();
        }
    }
}
