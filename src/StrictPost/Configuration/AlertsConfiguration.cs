using System.Collections.Immutable;
using MimeKit;
using StrictPost.Engine.Alerts;

namespace StrictPost.Configuration;

/// <summary>What the table <c>[alerts]</c> says.</summary>
internal sealed record AlertsConfiguration
{
    /// <summary>Whether the end of an incident is told.</summary>
    public bool TellsResolved { get; init; } = true;

    /// <summary>The hours in which nobody is told, such as <c>22:00-07:00</c>; null for none.</summary>
    public string? Quiet { get; init; }

    /// <summary>Whose hours they are.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether errors are told in them all the same.</summary>
    public bool QuietExceptErrors { get; init; } = true;

    /// <summary>The authorities that channels trust instead of the system's.</summary>
    public string? RootsFile { get; init; }

    /// <summary>By mail.</summary>
    public EmailConfiguration Email { get; init; } = new();

    /// <summary>By a webhook.</summary>
    public WebhookConfiguration Webhook { get; init; } = new();

    /// <summary>The file that holds the address of a chat's webhook; null for none.</summary>
    public string? SlackAddressFile { get; init; }
}

/// <summary>What the table <c>[alerts.email]</c> says.</summary>
internal sealed record EmailConfiguration
{
    /// <summary>The mail server; null where no mail is sent.</summary>
    public string? Host { get; init; }

    /// <summary>Its port; null for the usual one.</summary>
    public int? Port { get; init; }

    /// <summary>How the connection is protected.</summary>
    public EmailSecurity Security { get; init; }

    /// <summary>Who we are to the server.</summary>
    public string? User { get; init; }

    /// <summary>The file that holds the password, and nothing else.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Whose mail it is.</summary>
    public MailboxAddress? From { get; init; }

    /// <summary>Who gets it.</summary>
    public ImmutableArray<MailboxAddress> To { get; init; } = [];
}

/// <summary>What the table <c>[alerts.webhook]</c> says.</summary>
internal sealed record WebhookConfiguration
{
    /// <summary>Where to post; null for nowhere.</summary>
    public Uri? Address { get; init; }

    /// <summary>The file that holds the secret, and nothing else.</summary>
    public string? SecretFile { get; init; }
}
