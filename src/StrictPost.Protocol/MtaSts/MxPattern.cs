using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.MtaSts;

/// <summary>One <c>mx</c> of a policy (RFC 8461 §3.2): a host name, or <c>*.</c> and a name.</summary>
public sealed record MxPattern
{
    private const string Wildcard = "*.";

    private MxPattern(DomainName name, bool isWildcard)
    {
        Name = name;
        IsWildcard = isWildcard;
    }

    /// <summary>The host, or what follows the <c>*.</c></summary>
    public DomainName Name { get; }

    /// <summary>True for <c>*.example.org</c>, which stands for exactly one label.</summary>
    public bool IsWildcard { get; }

    /// <summary>
    /// True when what should be a name is an IPv4 address. The grammar allows it, so the policy stands; but certificates and
    /// MX records hold no addresses, so it matches nothing and is never passed on.
    /// </summary>
    public bool IsAddress => DomainNameSyntax.IsAddress(Name.Ascii);

    /// <summary>The pattern as it stands in a policy, in lower case.</summary>
    public string Text => IsWildcard ? Wildcard + Name.Ascii : Name.Ascii;

    /// <summary>
    /// Reads sts-policy-mx-value = ["*."] Domain as a policy holds it: A-labels, any case, no trailing dot.
    /// </summary>
    public static Parsed<MxPattern> Parse(string text)
    {
        var findings = new List<Finding>();
        var pattern = Read(text, new Place(1, 1), findings);
        return new Parsed<MxPattern>(pattern, findings);
    }

    /// <summary>
    /// Whether an MX host passes (RFC 8461 §4.1): a wildcard stands for exactly the leftmost label, so <c>*.d</c> covers
    /// <c>a.d</c>, but neither <c>d</c> nor <c>a.b.d</c>. Case does not count.
    /// </summary>
    public bool Matches(DomainName host)
    {
        if (IsAddress)
            return false;
        if (!IsWildcard)
            return host == Name;
        int dot = host.Ascii.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && host.Ascii.AsSpan(dot + 1).SequenceEqual(Name.Ascii);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static MxPattern? Read(string text, Place place, List<Finding> findings)
    {
        var fault = MxSyntax.Check(text, place);
        if (fault is not null)
            findings.Add(fault);
        if (fault is { Kind.Breaks: true })
            return null;

        bool wildcard = text.StartsWith(Wildcard, StringComparison.Ordinal);
        return new MxPattern(DomainName.FromChecked(wildcard ? text[Wildcard.Length..] : text), wildcard);
    }
}
