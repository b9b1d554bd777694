using System.Collections.Frozen;
using StrictPost.Protocol.Text;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>
/// Who gets mail here: <c>DOMAIN@HOST</c> for each enrolled domain, and the addresses that are configured. Nobody else, so nothing is ever
/// passed on.
/// </summary>
internal sealed class SmtpRecipients(string host, IEnumerable<string> configured, ReportDoor door)
{
    private const string Postmaster = "postmaster";

    private readonly FrozenSet<string> _configured = configured.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds out whether a mailbox is one of ours.</summary>
    public async Task<RecipientAnswer> FindAsync(SmtpMailbox mailbox, CancellationToken cancellationToken)
    {
        bool isConfigured = _configured.Contains($"{mailbox.Local}@{mailbox.Domain}");
        if (DomainOf(mailbox, isConfigured) is { } domain)
        {
            if (await door.IsEnrolledAsync(domain, cancellationToken) is not { } enrolled)
                return new RecipientAnswer(SmtpReplies.TryAgain, null);
            if (enrolled)
                return new RecipientAnswer(null, domain);
        }

        if (isConfigured)
            return new RecipientAnswer(null, null);
        bool postmaster = mailbox.Local.Equals(Postmaster, StringComparison.OrdinalIgnoreCase);
        return new RecipientAnswer(postmaster ? SmtpReplies.NoPostmaster : SmtpReplies.NoSuchRecipient, null);
    }

    /// <summary>Whose reports come to a mailbox, if it is one of ours.</summary>
    private string? DomainOf(SmtpMailbox mailbox, bool isConfigured) => mailbox.Domain switch
    {
        null => null,
        var domain when isConfigured => Ascii(domain),
        var domain => Ascii(domain) == host ? Ascii(mailbox.Local) : null,
    };

    /// <summary>A name in A-labels, whichever way it is written; null where it is none.</summary>
    private static string? Ascii(string text) => DomainName.TryParse(text, out var name) ? name.Ascii : null;
}
