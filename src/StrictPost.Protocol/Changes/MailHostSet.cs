using System.Collections.Immutable;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Changes;

/// <summary>The hosts that take a domain's mail. Two are equal when they hold the same hosts, in whatever order.</summary>
public sealed class MailHostSet : IEquatable<MailHostSet>
{
    /// <summary>A set of these hosts.</summary>
    public MailHostSet(IEnumerable<DomainName> hosts) =>
        Hosts = [.. hosts.Distinct().OrderBy(host => host.Ascii, StringComparer.Ordinal)];

    /// <summary>Each once, by name.</summary>
    public ImmutableArray<DomainName> Hosts { get; }

    /// <summary>The hosts that a policy does not name.</summary>
    public IEnumerable<DomainName> NotCoveredBy(StsPolicy policy) => Hosts.Where(host => !policy.Covers(host));

    /// <inheritdoc/>
    public bool Equals(MailHostSet? other) => other is not null && Hosts.SequenceEqual(other.Hosts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MailHostSet);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The names with commas between them, for people.</summary>
    public override string ToString() => Hosts.IsEmpty ? "no host" : string.Join(", ", Hosts);
}
