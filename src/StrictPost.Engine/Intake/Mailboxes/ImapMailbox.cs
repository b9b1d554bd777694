using System.Net.Sockets;
using MailKit;
using MailKit.Security;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>
/// Takes reports out of a mailbox on another server, as they come. A message is marked as seen, or moved, once it is durable with us and
/// not before. What fails is tried again, after waits that grow.
/// </summary>
/// <param name="settings">Which mailbox.</param>
/// <param name="accept">Makes a delivery durable.</param>
/// <param name="notes">Told what goes wrong, and when it is well again.</param>
/// <param name="time">Passes between tries.</param>
public sealed class ImapMailbox(
    ImapSettings settings, Func<Delivery, CancellationToken, Task<long>> accept, IProgress<MailboxNote> notes, TimeProvider time) : INodeWork
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly ImapTaking _taking = new(settings, accept, notes, time);
    private bool _isInTrouble;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The start of the server does not wait for this.
            await Task.Yield();
            var wait = FirstWait;
            while (true)
            {
                bool wasWell = await FollowAsync(cancellationToken);
                wait = wasWell ? FirstWait : wait * 2 < LongestWait ? wait * 2 : LongestWait;
                await Task.Delay(wait, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    /// <summary>Follows the mailbox until something fails.</summary>
    /// <returns>Whether it worked before that.</returns>
    private async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        bool wasWell = false;
        using var session = new ImapSession(settings, time);
        try
        {
            await session.OpenAsync(cancellationToken);
            while (true)
            {
                await session.UntilChangedAsync(_taking.TakeAsync, Well, cancellationToken);
            }
        }
        catch (Exception fault) when (IsOfTheWorld(fault) && !cancellationToken.IsCancellationRequested)
        {
            _isInTrouble = true;
            notes.Report(new MailboxNote(settings.Name, Words(fault), IsTrouble: true));
            return wasWell;
        }

        void Well()
        {
            wasWell = true;
            if (_isInTrouble)
                notes.Report(new MailboxNote(settings.Name, "The mailbox can be read again.", IsTrouble: false));
            _isInTrouble = false;
        }
    }

    /// <summary>The store, the network, the server and its answers, and our own deadlines.</summary>
    private static bool IsOfTheWorld(Exception fault) =>
        fault is StoreException or IOException or UnauthorizedAccessException or SocketException or OperationCanceledException or TimeoutException
            or ProtocolException or CommandException or AuthenticationException or SslHandshakeException or ServiceNotConnectedException
            or ServiceNotAuthenticatedException or FolderNotFoundException or NotSupportedException or FormatException;

    private static string Words(Exception fault) => fault switch
    {
        OperationCanceledException or TimeoutException => "The server took too long to answer.",
        AuthenticationException => $"The server refuses user or password: {fault.Message}",
        SslHandshakeException => "The server's certificate proves nothing, or TLS failed: look at its name, its authority and `reports.imap.security`.",
        FolderNotFoundException folder => $"There is no folder {folder.FolderName}.",
        _ => fault.Message,
    };
}
