using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Fetching;

/// <summary>How policies are fetched.</summary>
public sealed record FetchSettings
{
    /// <summary>Port of the policy hosts. Senders know no other than 443; laboratories do.</summary>
    public int Port { get; init; } = 443;

    /// <summary>Whom to trust instead of the operating system's authorities; null for those.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>How long a host has to accept a connection.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one fetch may take in all; RFC 8461 §3.3 suggests a minute.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(1);
}
