using System.Collections.Immutable;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Storage;

/// <summary>What the administrator wants for one domain. Two are equal when nothing would change between them.</summary>
/// <param name="Domain">The mail domain; it has at least two labels, and room for the policy host's label.</param>
/// <param name="Policy">The policy that its policy host serves.</param>
public sealed record DomainSettings(DomainName Domain, StsPolicy Policy)
{
    /// <summary>max_age where none is asked for, in seconds: one week.</summary>
    public const int UsualMaxAge = 604_800;

    /// <summary>Mode where none is asked for: it can do no harm.</summary>
    public const PolicyMode UsualMode = PolicyMode.Testing;

    /// <summary>Where TLS reports are to go; empty where the installation's usual address applies.</summary>
    public ImmutableArray<ReportUri> Rua { get; init; } = [];

    /// <summary>The host that serves the policy (RFC 8461 §3.3).</summary>
    public DomainName PolicyHost => Domain.Child(StsPolicy.HostLabel)!;

    /// <inheritdoc/>
    public bool Equals(DomainSettings? other) =>
        other is not null && Domain == other.Domain && Policy == other.Policy && Rua.SequenceEqual(other.Rua);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Domain, Policy);
}

/// <summary>A domain that this installation hosts.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="PolicyId">The id to publish in the <c>_mta-sts</c> record; it belongs to the policy's body.</param>
public sealed record EnrolledDomain(DomainSettings Settings, string PolicyId)
{
    /// <summary>When the administrator asked for its removal; it is served until no sender can hold an older policy. Null while it stays.</summary>
    public DateTimeOffset? LeavingSince { get; init; }
}
