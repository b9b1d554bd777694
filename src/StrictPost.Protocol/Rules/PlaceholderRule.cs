using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules;

/// <summary>Hosts that a template or guide shows, and that nobody's mail goes to.</summary>
internal static class PlaceholderRule
{
    /// <summary>Names reserved for documentation and tests (RFC 2606, RFC 6761), <c>.tld</c>, which does not exist, and a guide favourite.</summary>
    private static readonly string[] ReservedEndings =
        [".domain.com", ".example.com", ".example.net", ".example.org", ".example", ".invalid", ".test", ".tld"];

    /// <summary>How guides spell "put your own name here".</summary>
    private static readonly string[] Words =
        ["yourdomain", "your-domain", "your_domain", "youremail", "your-email", "your_email", "yourserver", "your-server", "mydomain", "my-domain"];

    public static IEnumerable<Finding> Judge(PolicyReading reading, DomainName? domain) =>
        from field in reading.Fields
        where field.Key == "mx" && IsPlaceholder(field.Value.ToLowerInvariant()) && !IsOwn(field.Value, domain)
        select PracticeFindings.MxPlaceholder.At(field.Place, field.Value);

    /// <summary>True for names that nobody can own, and that laboratories use for that reason.</summary>
    public static bool IsReserved(string host) => ReservedEndings.Any(ending => ("." + host).EndsWith(ending, StringComparison.Ordinal));

    private static bool IsPlaceholder(string host) => IsReserved(host)
        || Words.Any(word => host.Contains(word, StringComparison.Ordinal));

    private static bool IsOwn(string host, DomainName? domain) =>
        domain is not null && MxPattern.Parse(host).Value is { } pattern && pattern.Name.IsAtOrBelow(domain);
}
