using System.Collections.Immutable;
using StrictPost.Engine.Storage.Reports;

namespace StrictPost.Server.Receiving;

/// <summary>How reports are received.</summary>
/// <param name="Inbox">Where they become durable. The caller disposes of it, after the server.</param>
public sealed record ReceivingPlan(ReportInbox Inbox)
{
    /// <summary>The mail host of report addresses, in A-labels; needed only with a port for SMTP.</summary>
    public string? MailHost { get; init; }

    /// <summary>Addresses that are accepted beside <c>DOMAIN@MAILHOST</c>.</summary>
    public ImmutableArray<string> Recipients { get; init; } = [];

    /// <summary>Messages by SMTP that one network (/24, /48) may send in a minute; 0 for any number.</summary>
    public int MessagesPerMinute { get; init; } = 60;

    /// <summary>Posts that one network may send in a minute; one domain may get ten times as many. 0 for any number.</summary>
    public int PostsPerMinute { get; init; } = 60;

    /// <summary>When less than so many bytes are free on the disk of an SQLite store, nothing is accepted.</summary>
    public long LeastFreeBytes { get; init; } = 200L * 1024 * 1024;

    /// <summary>SMTP connections at a time.</summary>
    public int MostConnections { get; init; } = 1000;

    /// <summary>Bytes of memory for all that is being received.</summary>
    public long MostMemory { get; init; } = 64L * 1024 * 1024;
}
