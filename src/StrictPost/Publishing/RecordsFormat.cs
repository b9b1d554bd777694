using StrictPost.Protocol.Records;

namespace StrictPost.Publishing;

/// <summary>How <c>records</c> prints: names on the command line, and what they stand for.</summary>
internal static class RecordsFormat
{
    /// <summary>The table, followed by the steps.</summary>
    public const string Text = "text";

    /// <summary>All names, as the help shows them.</summary>
    public static string[] Names { get; } = [Text, "table", "zone", "json", "terraform", "octodns", "dnscontrol", "nsupdate"];

    /// <summary>All Terraform providers, as the help shows them.</summary>
    public static string[] Providers { get; } = ["dns", "route53", "cloudflare"];

    /// <summary>What a name of <see cref="Names"/> stands for.</summary>
    public static RecordFormat Parse(string name) => name switch
    {
        "zone" => RecordFormat.Zone,
        "json" => RecordFormat.Json,
        "terraform" => RecordFormat.Terraform,
        "octodns" => RecordFormat.OctoDns,
        "dnscontrol" => RecordFormat.DnsControl,
        "nsupdate" => RecordFormat.NsUpdate,
        _ => RecordFormat.Table,
    };

    /// <summary>What a name of <see cref="Providers"/> stands for.</summary>
    public static TerraformProvider ParseProvider(string name) => name switch
    {
        "route53" => TerraformProvider.Route53,
        "cloudflare" => TerraformProvider.Cloudflare,
        _ => TerraformProvider.Dns,
    };
}
