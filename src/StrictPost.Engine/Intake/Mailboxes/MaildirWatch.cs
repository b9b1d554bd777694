using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>Looks into a Maildir again and again.</summary>
/// <param name="folder">The Maildir.</param>
/// <param name="name">What to call it in notes.</param>
/// <param name="interval">How long to wait between looks.</param>
/// <param name="accept">Makes a delivery durable.</param>
/// <param name="notes">Told what goes wrong, once for as long as it does.</param>
/// <param name="time">Passes between looks.</param>
public sealed class MaildirWatch(
    MaildirFolder folder, string name, TimeSpan interval, Func<Delivery, CancellationToken, Task<long>> accept, IProgress<MailboxNote> notes, TimeProvider time) : INodeWork
{
    /// <summary>How long to wait between looks, unless somebody says otherwise.</summary>
    public static TimeSpan UsualInterval { get; } = TimeSpan.FromSeconds(10);

    private string? _trouble;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The start of the server does not wait for this.
            await Task.Yield();
            while (true)
            {
                await LookAsync(cancellationToken);
                await Task.Delay(interval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var look = await folder.TakeAsync(accept, cancellationToken);
            foreach (var (file, reason) in look.Passed)
                notes.Report(new MailboxNote(name, $"{Path.GetFileName(file)} was passed over: {reason}.", IsTrouble: true));
            Tell(look.Unmarked);
        }
        catch (Exception fault) when (fault is StoreException or IOException or UnauthorizedAccessException)
        {
            Tell(fault.Message);
        }
    }

    private void Tell(string? trouble)
    {
        if (trouble == _trouble)
            return;
        notes.Report(new MailboxNote(name, trouble ?? "All is well with the folder again.", trouble is not null));
        _trouble = trouble;
    }
}
