using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Text;

/// <summary>
/// A domain name of letters, digits and hyphens (RFC 5321 §4.1.2 <c>Domain</c>), kept as lower-case A-labels without a
/// trailing dot; at most 253 characters, labels of 1 to 63. Two names are equal when DNS would say so.
/// </summary>
public sealed record DomainName
{
    /// <summary>Longest name, in characters without the trailing dot (RFC 1035 §3.1).</summary>
    public const int MaxLength = 253;

    /// <summary>Longest label, in characters.</summary>
    public const int MaxLabelLength = 63;

    private DomainName(string ascii) => Ascii = ascii;

    /// <summary>The name as it stands in DNS, such as <c>xn--mnchen-3ya.de</c>.</summary>
    public string Ascii { get; }

    /// <summary>The name as people write it, such as <c>münchen.de</c>; the same as <see cref="Ascii"/> where that has no Unicode form.</summary>
    public string Unicode => Idna.ToUnicode(Ascii);

    /// <summary>The labels from left to right.</summary>
    public IReadOnlyList<string> Labels => Ascii.Split('.');

    /// <summary>
    /// Reads a name as a person or DNS writes it: any case, A-labels or Unicode, with or without the trailing dot.
    /// </summary>
    public static Parsed<DomainName> Parse(string text)
    {
        var fault = DomainNameSyntax.Check(text, out string ascii);
        return fault is null
            ? new Parsed<DomainName>(new DomainName(ascii), [])
            : new Parsed<DomainName>(null, [fault]);
    }

    /// <summary>The name, or false without saying what was wrong.</summary>
    public static bool TryParse(string text, out DomainName name)
    {
        name = Parse(text).Value!;
        return name is not null;
    }

    /// <summary>A name in A-labels that has been checked already.</summary>
    internal static DomainName FromChecked(string ascii) => new(ascii.ToLowerInvariant());

    /// <summary>The name one level down, such as <c>mta-sts</c> under <c>example.org</c>.</summary>
    /// <returns>Null when the result would be longer than <see cref="MaxLength"/>.</returns>
    public DomainName? Child(string label) =>
        label.Length + 1 + Ascii.Length <= MaxLength ? new DomainName($"{label}.{Ascii}") : null;

    /// <summary>True for <paramref name="ancestor"/> itself and every name below it.</summary>
    public bool IsAtOrBelow(DomainName ancestor) =>
        Ascii.EndsWith(ancestor.Ascii, StringComparison.Ordinal)
        && (Ascii.Length == ancestor.Ascii.Length || Ascii[^(ancestor.Ascii.Length + 1)] == '.');

    /// <summary>The A-label form.</summary>
    public override string ToString() => Ascii;
}
