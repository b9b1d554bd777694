using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Ledger;

namespace StrictPost.Protocol.Changes;

/// <summary>What this program itself hands out for a domain.</summary>
/// <param name="Body">The policy's canonical body.</param>
/// <param name="Id">The id that belongs to it.</param>
public sealed record HostedPolicy(string Body, string Id);

/// <summary>All that a decision about a change rests on, as it was seen at one time.</summary>
public sealed record ChangeFacts
{
    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The body that each address of the policy host serves; null for an address that serves none.</summary>
    public required Seen<string?> Served { get; init; }

    /// <summary>The id that each server of the record's zone has; null for one that says there is no record.</summary>
    public required Seen<string?> Record { get; init; }

    /// <summary>The hosts that take the domain's mail, as each server of its zone says.</summary>
    public required Seen<MailHostSet> Mail { get; init; }

    /// <summary>Every body that was ever served, as far as it is known.</summary>
    public required ImmutableArray<ServedBody> Ledger { get; init; }

    /// <summary>What this program hands out; null where the domain is not enrolled here.</summary>
    public HostedPolicy? Hosted { get; init; }

    /// <summary>What keeps the hosts that mail is to move to from proving themselves; empty where nothing does, null where nobody asked them.</summary>
    public ImmutableArray<Finding>? NewHosts { get; init; }

    /// <summary>What the gate says; null where nobody asked it.</summary>
    public GateResult? Gate { get; init; }
}
