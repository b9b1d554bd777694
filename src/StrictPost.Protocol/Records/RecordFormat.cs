namespace StrictPost.Protocol.Records;

/// <summary>The forms in which records can be handed to whoever keeps the DNS.</summary>
public enum RecordFormat
{
    /// <summary>Columns for a person.</summary>
    Table,

    /// <summary>A zone file (RFC 1035 §5).</summary>
    Zone,

    /// <summary>A JSON array.</summary>
    Json,

    /// <summary>Terraform's HCL.</summary>
    Terraform,

    /// <summary>octoDNS's YAML.</summary>
    OctoDns,

    /// <summary>DNSControl's JavaScript.</summary>
    DnsControl,

    /// <summary>A script for <c>nsupdate</c> (RFC 2136).</summary>
    NsUpdate,
}

/// <summary>Whose Terraform resources to write.</summary>
public enum TerraformProvider
{
    /// <summary>hashicorp/dns: any server that takes RFC 2136 updates.</summary>
    Dns,

    /// <summary>hashicorp/aws: Route 53.</summary>
    Route53,

    /// <summary>cloudflare/cloudflare, version 5.</summary>
    Cloudflare,
}

/// <summary>Writing records in each of the forms. Every text ends with a line end, and lines end with LF.</summary>
public static class RecordText
{
    /// <summary>The records in one form.</summary>
    public static string Of(RecordSet set, RecordFormat format, TerraformProvider provider = TerraformProvider.Dns) => format switch
    {
        RecordFormat.Table => TableText.Of(set),
        RecordFormat.Zone => ZoneText.Of(set),
        RecordFormat.Json => JsonText.Of(set),
        RecordFormat.Terraform => TerraformText.Of(set, provider),
        RecordFormat.OctoDns => OctoDnsText.Of(set),
        RecordFormat.DnsControl => DnsControlText.Of(set),
        RecordFormat.NsUpdate => NsUpdateText.Of(set),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
