using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Protocol.Tests.Checking;

/// <summary>Evidence, and exactly the codes that it leads to.</summary>
/// <param name="About">What is the matter.</param>
/// <param name="Seen">The evidence.</param>
/// <param name="Codes">Every code as often as it is found, separated by blanks; empty for none.</param>
internal sealed record WorldCase(string About, DomainEvidence Seen, string Codes = "")
{
    /// <summary>What the one who asks knows.</summary>
    public CheckContext Context { get; init; } = CheckContext.Default;

    /// <inheritdoc/>
    public override string ToString() => About;
}
