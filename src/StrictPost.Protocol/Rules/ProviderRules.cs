using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules;

/// <summary>Patterns that do not fit what is known of a large provider's hosts.</summary>
internal static class ProviderRules
{
    /// <summary><c>*.google.com</c> does not cover <c>aspmx.l.google.com</c>: a wildcard stands for one label.</summary>
    public static IEnumerable<Finding> WildcardMisses(PolicyReading reading, DomainName? domain)
    {
        var patterns = reading.Patterns().ToList();
        return from mx in patterns
               where mx.Pattern.IsWildcard
               from provider in Provider.Known
               let missed = provider.Hosts.FirstOrDefault(host =>
                   host.IsAtOrBelow(mx.Pattern.Name) && host != mx.Pattern.Name && !patterns.Exists(p => p.Pattern.Matches(host)))
               where missed is not null
               select PracticeFindings.WildcardMissesProvider.At(mx.Field.Place, mx.Pattern.Text, Lines(provider), missed.Ascii);
    }

    /// <summary>The provider's further hosts are named, and the one that comes first is forgotten.</summary>
    public static IEnumerable<Finding> PrimaryMissing(PolicyReading reading, DomainName? domain)
    {
        var patterns = reading.Patterns().ToList();
        return from provider in Provider.Known
               where provider.Primary.Length > 0
               let primary = DomainName.FromChecked(provider.Primary)
               let others = patterns.Where(p => provider.Hosts.Any(host => host != primary && p.Pattern.Matches(host))).ToList()
               where others.Count > 0 && !patterns.Exists(p => p.Pattern.Matches(primary))
               select PracticeFindings.ProviderPrimaryMissing.At(others[0].Field.Place, others[0].Pattern.Text, provider.Primary, provider.Name);
    }

    /// <summary><c>*.mail.protection.outlook.com</c> lets mail go to any other customer of the provider.</summary>
    public static IEnumerable<Finding> CoversEveryCustomer(PolicyReading reading, DomainName? domain) =>
        from mx in reading.Patterns()
        from provider in Provider.Known
        where mx.Pattern.IsWildcard && mx.Pattern.Name.Ascii == provider.PerCustomer
        select PracticeFindings.WildcardCoversEveryCustomer.At(mx.Field.Place, mx.Pattern.Text, detail: provider.Name);

    private static string Lines(Provider provider) => $"`mx: {provider.Primary}` and `mx: *.{provider.Primary}`";
}
