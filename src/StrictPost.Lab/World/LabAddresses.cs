using System.Net;

namespace StrictPost.Lab.World;

/// <summary>
/// Addresses that mean something in every lab, for policy hosts and mail hosts alike. All are loopback. Only
/// <see cref="First"/> exists everywhere; the others need a system where all of 127.0.0.0/8 is loopback, as on Linux.
/// </summary>
public static class LabAddresses
{
    /// <summary>Where the lab's policy hosts and mail hosts answer.</summary>
    public static IPAddress First { get; } = IPAddress.Loopback;

    /// <summary>Where they answer too, for hosts that need two addresses.</summary>
    public static IPAddress Second { get; } = IPAddress.Parse("127.0.2.2");

    /// <summary>Where connections are refused.</summary>
    public static IPAddress Closed { get; } = IPAddress.Parse("127.0.2.3");

    /// <summary>Where connections are never answered.</summary>
    public static IPAddress Unanswered { get; } = IPAddress.Parse("127.0.2.4");
}
