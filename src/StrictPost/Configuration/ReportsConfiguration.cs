using System.Collections.Immutable;
using System.Net;
using StrictPost.Engine.Intake.Mailboxes;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Configuration;

/// <summary>What the table <c>[reports]</c> says.</summary>
internal sealed record ReportsConfiguration
{
    /// <summary>Where reports go for domains that name no address themselves; where none is here either, to us.</summary>
    public ImmutableArray<ReportUri> Rua { get; init; } = [];

    /// <summary>The mail host of the addresses <c>DOMAIN@HOST</c>; null where reports do not come by mail.</summary>
    public DomainName? Host { get; init; }

    /// <summary>The port of our own SMTP receiver; null where it does not run.</summary>
    public int? SmtpPort { get; init; }

    /// <summary>Its addresses; where there are none, those of the other public ports.</summary>
    public ImmutableArray<IPAddress> SmtpListen { get; init; } = [];

    /// <summary>Addresses that it takes mail for beside <c>DOMAIN@HOST</c>.</summary>
    public ImmutableArray<string> SmtpRecipients { get; init; } = [];

    /// <summary>Messages from one network in a minute; 0 for any number, null for the usual one.</summary>
    public int? MessagesPerMinute { get; init; }

    /// <summary>Posts from one network, or for one domain, in a minute; 0 for any number, null for the usual one.</summary>
    public int? PostsPerMinute { get; init; }

    /// <summary>Below so many free megabytes nothing is accepted; null for the usual number.</summary>
    public int? LeastFreeMegabytes { get; init; }

    /// <summary>For how many days reports are kept; at least 1.</summary>
    public int KeepDays { get; init; } = ReportRetention.UsualDays;

    /// <summary>Where the keys of signatures are asked for; null for the system's DNS servers.</summary>
    public IPEndPoint? Dns { get; init; }

    /// <summary>A Maildir that is watched; null for none.</summary>
    public string? Maildir { get; init; }

    /// <summary>A mailbox on another server that is watched.</summary>
    public ImapConfiguration Imap { get; init; } = new();
}

/// <summary>What the table <c>[reports.imap]</c> says.</summary>
internal sealed record ImapConfiguration
{
    /// <summary>The IMAP server; null where no mailbox is watched.</summary>
    public string? Host { get; init; }

    /// <summary>Its port; null for the usual one.</summary>
    public int? Port { get; init; }

    /// <summary>Whose mailbox.</summary>
    public string? User { get; init; }

    /// <summary>The file that holds the password, and nothing else.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The folder that reports come to.</summary>
    public string Folder { get; init; } = "INBOX";

    /// <summary>The folder that mails are moved to when they are accepted; null where they are marked as seen.</summary>
    public string? MoveTo { get; init; }

    /// <summary>How the connection is protected.</summary>
    public ImapSecurity Security { get; init; }
}
