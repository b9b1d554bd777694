using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Acme;

/// <summary>Which authority is asked, and how patiently.</summary>
/// <param name="Directory">URL of its directory; https only.</param>
public sealed record AcmeSettings(Uri Directory)
{
    /// <summary>Whom to trust for the authority's own server instead of the operating system's authorities; null for those.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>How long one request may take, from connecting to the answer's last byte.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long an object that is not final is looked at again before that is left for another time.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The first wait before looking again, where the authority names none; each next one is twice as long.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait before looking again, whatever the authority says.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(15);
}
