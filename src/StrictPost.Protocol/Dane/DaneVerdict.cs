using System.Collections.Immutable;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Dane;

/// <summary>What DANE says of one connection to a mail host.</summary>
/// <param name="State">In one word.</param>
/// <param name="Findings">What is wrong with the records, or with what the host showed.</param>
public sealed record DaneVerdict(DaneState State, ImmutableArray<Finding> Findings);
