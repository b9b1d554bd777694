using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Monitoring;

/// <summary>Which kind of look an alarm comes from: only the same kind can say that it is over.</summary>
public enum AlarmSource
{
    /// <summary>DNS and the policy host.</summary>
    Domain,

    /// <summary>SMTP with the mail hosts.</summary>
    MailHosts,

    /// <summary>TLS reports whose sender is proven.</summary>
    Reports,

    /// <summary>Whether looking is possible at all.</summary>
    Sight,
}

/// <summary>Something that is wrong now, which somebody ought to be told. Its texts may hold what stood in the world: escape them on the way out.</summary>
/// <param name="Source">Which kind of look saw it.</param>
/// <param name="Code">The finding's code.</param>
/// <param name="Key">What it is about where one domain can have several of a code, such as the mail host; else empty.</param>
public sealed record Alarm(AlarmSource Source, string Code, string Key)
{
    /// <summary>How bad it is; <see cref="Severity.Error"/> where senders refuse mail, or will soon.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How far it has come, from 0 on: when it comes further, that is told.</summary>
    public int Stage { get; init; }

    /// <summary>True where a second look has to see it, too, before it counts.</summary>
    public bool NeedsSecondLook { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>What to do.</summary>
    public required string Fix { get; init; }

    internal static Alarm Of(AlarmSource source, Finding finding) => new(source, finding.Code, finding.Host ?? "")
    {
        Severity = finding.Severity,
        Message = finding.Message,
        Fix = finding.Fix,
    };
}
