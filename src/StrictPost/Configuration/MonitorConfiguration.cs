using System.Net;

namespace StrictPost.Configuration;

/// <summary>What the table <c>[monitor]</c> says.</summary>
internal sealed record MonitorConfiguration
{
    /// <summary>Whether <c>serve</c> looks at the enrolled domains.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Minutes from one look at DNS and the policy host to the next; null for the usual number.</summary>
    public int? LightMinutes { get; init; }

    /// <summary>Hours from one look at the mail hosts, too, to the next; null for the usual number.</summary>
    public int? FullHours { get; init; }

    /// <summary>After how many days mode testing counts as forgotten; null for the usual number.</summary>
    public int? ForgottenDays { get; init; }

    /// <summary>Whom to ask; null for the system's DNS servers, and so for the public internet.</summary>
    public IPEndPoint? Dns { get; init; }

    /// <summary>Port of the policy hosts; null for 443.</summary>
    public int? HttpsPort { get; init; }

    /// <summary>Port of the mail hosts; null for 25.</summary>
    public int? SmtpPort { get; init; }

    /// <summary>Port of the zones' own servers; null for 53.</summary>
    public int? AuthoritativePort { get; init; }

    /// <summary>The authorities to trust instead of the system's.</summary>
    public string? RootsFile { get; init; }
}
