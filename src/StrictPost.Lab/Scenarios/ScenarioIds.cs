using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Lab.Scenarios;

/// <summary>
/// Ids that depend on when a scenario runs. <c>{id}</c> in a record is the time thirty days ago, <c>{id-100d}</c> a hundred days
/// ago, <c>{our-id}</c> an id such as this product makes for the body that is served, <c>{stale-id}</c> one for another body.
/// </summary>
internal static partial class ScenarioIds
{
    /// <summary>What a healthy record holds.</summary>
    public const string Usual = "{id}";

    private const int UsualAge = 30;

    /// <summary>The same domain with ids in place of their names.</summary>
    public static LabDomain Fill(LabDomain domain, DateTimeOffset now)
    {
        if (domain.Record is null || !domain.Record.Contains('{', StringComparison.Ordinal))
            return domain;
        string body = Encoding.UTF8.GetString((domain.Policy ?? default).Span);
        return domain with { Record = Names().Replace(domain.Record, match => Id(match, body, now)) };
    }

    private static string Id(Match match, string body, DateTimeOffset now) => match.Groups["name"].Value switch
    {
        "our-id" => PolicyId.Create(body, now.AddDays(-UsualAge)),
        "stale-id" => PolicyId.Create(body + "\n", now.AddDays(-UsualAge)),
        "id" => Time(now.AddDays(-UsualAge)),
        _ => Time(now.AddDays(-int.Parse(match.Groups["days"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))),
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(?<name>our-id|stale-id|id|id-(?<days>[0-9]{1,4})d)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
