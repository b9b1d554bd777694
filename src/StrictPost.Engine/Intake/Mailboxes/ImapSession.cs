using System.Net;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using StrictPost.Engine.Tls;

namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>One connection to a mailbox.</summary>
internal sealed class ImapSession(ImapSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>For connecting, and for taking what is there; a server that hangs is left.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Servers may end a connection that is silent for half an hour (RFC 2177), and routers forget it sooner.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(9);

    private readonly ImapClient _client = new() { CheckCertificateRevocation = false };
    private IMailFolder? _folder;

    /// <summary>Connects, says who we are, and opens the folder.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        using var limit = new ImapDeadline(Patience, time, cancellationToken);
        if (settings.Security is ImapSecurity.None && !await IsHereAsync(limit.Token))
            throw new NotSupportedException($"Without TLS the password would be readable on its way to {settings.Host}.");
        if (settings.Roots is { } roots)
            _client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => OwnRoots.Trust(certificate, chain, errors, roots);
        await _client.ConnectAsync(settings.Host, settings.Port, Options(settings.Security), limit.Token);
        await _client.AuthenticateAsync(settings.User, await PasswordAsync(limit.Token), limit.Token);
        _folder = await _client.GetFolderAsync(settings.Folder, limit.Token);
        await _folder.OpenAsync(FolderAccess.ReadWrite, limit.Token);
    }

    /// <summary>Takes what is there, and waits until there may be more.</summary>
    /// <param name="take">Takes what is there.</param>
    /// <param name="taken">Called in between.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task UntilChangedAsync(Func<ImapClient, IMailFolder, CancellationToken, Task> take, Action taken, CancellationToken cancellationToken)
    {
        bool hasIdle = _client.Capabilities.HasFlag(ImapCapabilities.Idle);
        using var changed = new CancellationTokenSource();
        EventHandler<EventArgs> hear = (_, _) => changed.Cancel();
        _folder!.CountChanged += hear;
        try
        {
            await take(_client, _folder, cancellationToken);
            taken();
            using var enough = new CancellationTokenSource(hasIdle ? IdleTime : settings.PollInterval, time);
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(changed.Token, enough.Token);
            if (!wake.IsCancellationRequested)
                await (hasIdle ? IdleAsync(wake.Token, cancellationToken) : PauseAsync(wake.Token, cancellationToken));
        }
        finally
        {
            _folder.CountChanged -= hear;
        }

        using var limit = new ImapDeadline(Patience, time, cancellationToken);
        await _client.NoOpAsync(limit.Token);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task IdleAsync(CancellationToken wake, CancellationToken cancellationToken)
    {
        using var limit = new ImapDeadline(IdleTime + Patience, time, cancellationToken);
        await _client.IdleAsync(wake, limit.Token);
    }

    private static async Task PauseAsync(CancellationToken wake, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wake, cancellationToken);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<bool> IsHereAsync(CancellationToken cancellationToken) =>
        (await System.Net.Dns.GetHostAddressesAsync(settings.Host, cancellationToken)).All(IPAddress.IsLoopback);

    private async Task<string> PasswordAsync(CancellationToken cancellationToken)
    {
        string text = await File.ReadAllTextAsync(settings.PasswordFile, cancellationToken);
        return text.Split('\n')[0].TrimEnd('\r');
    }

    private static SecureSocketOptions Options(ImapSecurity security) => security switch
    {
        ImapSecurity.Tls => SecureSocketOptions.SslOnConnect,
        ImapSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };
}
