namespace StrictPost.Engine.Dns;

/// <summary>How patiently DNS is asked.</summary>
public sealed record DnsSettings
{
    /// <summary>How long one question may take, all tries together. What is not there by then has timed out.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long a server has for one try.</summary>
    public TimeSpan OneTry { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a server is asked again that did not answer.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>False to ask an authoritative server what it knows by itself.</summary>
    public bool Recursion { get; init; } = true;
}
