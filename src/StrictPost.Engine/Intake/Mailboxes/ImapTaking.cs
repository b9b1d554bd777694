using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>Takes the messages that are in a folder, each once, also where the connection is lost between taking and marking.</summary>
internal sealed class ImapTaking(ImapSettings settings, Func<Delivery, CancellationToken, Task<long>> accept, IProgress<MailboxNote> notes, TimeProvider time)
{
    /// <summary>Messages whose sizes are asked for at once.</summary>
    private const int Batch = 100;

    /// <summary>For one message.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>For marking one.</summary>
    private static readonly TimeSpan MarkingPatience = TimeSpan.FromSeconds(10);

    /// <summary>Durable, and not yet marked; under one validity of the folder's numbers (RFC 3501 §2.3.1.1).</summary>
    private readonly HashSet<uint> _accepted = [];
    private uint _validity;

    /// <summary>Takes all that is there now.</summary>
    public async Task TakeAsync(ImapClient client, IMailFolder folder, CancellationToken cancellationToken)
    {
        if (_validity != folder.UidValidity)
            _accepted.Clear();
        _validity = folder.UidValidity;
        var target = settings.MoveTo is { } moveTo ? await TargetAsync(client, moveTo, cancellationToken) : null;
        // What is too large stays there, flagged for a person.
        var fresh = settings.MoveTo is null ? SearchQuery.NotSeen : SearchQuery.NotFlagged;
        var found = await folder.SearchAsync(fresh.And(SearchQuery.NotDeleted), cancellationToken);
        foreach (var some in found.Chunk(Batch))
        {
            foreach (var summary in await folder.FetchAsync(some, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, cancellationToken))
                await TakeAsync(folder, target, summary, cancellationToken);
        }
    }

    private async Task TakeAsync(IMailFolder folder, IMailFolder? target, IMessageSummary summary, CancellationToken cancellationToken)
    {
        bool isTaken = _accepted.Contains(summary.UniqueId.Id) || await AcceptAsync(folder, summary, cancellationToken);
        // Also when we are to end now: else the message would come again.
        using var limit = new ImapDeadline(MarkingPatience, time, CancellationToken.None);
        if (!isTaken)
            await folder.AddFlagsAsync(summary.UniqueId, MessageFlags.Seen | MessageFlags.Flagged, silent: true, limit.Token);
        else if (target is null)
            await folder.AddFlagsAsync(summary.UniqueId, MessageFlags.Seen, silent: true, limit.Token);
        else
            await folder.MoveToAsync(summary.UniqueId, target, limit.Token);
        _accepted.Remove(summary.UniqueId.Id);
    }

    /// <returns>False where it is too large to be taken.</returns>
    private async Task<bool> AcceptAsync(IMailFolder folder, IMessageSummary summary, CancellationToken cancellationToken)
    {
        using var limit = new ImapDeadline(Patience, time, cancellationToken);
        byte[]? bytes = null;
        if (summary.Size is null or <= Delivery.MostBytes)
        {
            await using var stream = await folder.GetStreamAsync(summary.UniqueId, "", limit.Token);
            bytes = await BoundedFile.ReadAsync(stream, limit.Token);
        }

        if (bytes is null)
        {
            notes.Report(new MailboxNote(settings.Name, $"Message {summary.UniqueId.Id} was passed over: it is larger than {Delivery.MostBytes / 1024 / 1024} MiB.", IsTrouble: true));
            return false;
        }

        await accept(new Delivery(bytes, WayIn.Imap) { Source = settings.Name }, limit.Token);
        _accepted.Add(summary.UniqueId.Id);
        return true;
    }

    private static async Task<IMailFolder> TargetAsync(ImapClient client, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetFolderAsync(name, cancellationToken);
        }
        catch (FolderNotFoundException missing)
        {
            var top = client.GetFolder(client.PersonalNamespaces[0]);
            return await top.CreateAsync(name, isMessageFolder: true, cancellationToken)
                ?? throw new FolderNotFoundException($"The server did not make the folder {name}.", name, missing);
        }
    }
}
