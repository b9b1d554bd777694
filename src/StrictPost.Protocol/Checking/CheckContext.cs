using System.Collections.Immutable;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Checking;

/// <summary>What the one who asks knows or wants beside the evidence.</summary>
public sealed record CheckContext
{
    /// <summary>Nothing in particular.</summary>
    public static CheckContext Default { get; } = new();

    /// <summary>A policy body to judge in place of the one that is served; null for the served one.</summary>
    public ReadOnlyMemory<byte>? DraftPolicy { get; init; }

    /// <summary>The text of a record to judge in place of the published one; null for the published one.</summary>
    public string? DraftRecord { get; init; }

    /// <summary>Hosts that used to be MX of the domain.</summary>
    public ImmutableArray<DomainName> PreviousMx { get => field.IsDefault ? [] : field; init; }

    /// <summary>False in a laboratory or behind split DNS, where private addresses are nothing to remark on.</summary>
    public bool IsPublicInternet { get; init; } = true;
}
