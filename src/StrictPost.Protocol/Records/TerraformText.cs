using System.Text;

namespace StrictPost.Protocol.Records;

/// <summary>
/// Terraform resources. Credentials and provider settings stay outside; the hosted providers take the zone's id from a
/// variable <c>zone_id</c>.
/// </summary>
internal static class TerraformText
{
    public static string Of(RecordSet set, TerraformProvider provider)
    {
        var text = new StringBuilder();
        if (provider != TerraformProvider.Dns)
            text.Append("variable \"zone_id\" {\n  type = string\n}\n\n");
        var resources = provider == TerraformProvider.Cloudflare
            ? set.Records.Select((record, i) => Cloudflare(record, set.Records.Take(i).Count(r => (r.Name, r.Type) == (record.Name, record.Type))))
            : set.BySet().Select(same => provider == TerraformProvider.Dns ? Dns(set, [.. same]) : Route53([.. same]));
        return text.AppendJoin('\n', resources).ToString();
    }

    /// <summary>hashicorp/dns pastes a text between quotes of a zone file, and splits long ones itself.</summary>
    private static string Dns(RecordSet set, DnsRecord[] same)
    {
        var first = same[0];
        (string resource, string key, string value) = first.Type switch
        {
            DnsRecordType.CNAME => ("dns_cname_record", "cname", EscapedString.Hcl(first.Value + ".")),
            DnsRecordType.TXT => ("dns_txt_record_set", "txt", List(same.Select(record => Escaped(record.Value)))),
            DnsRecordType.AAAA => ("dns_aaaa_record_set", "addresses", List(same.Select(record => record.Value))),
            _ => ("dns_a_record_set", "addresses", List(same.Select(record => record.Value))),
        };
        return Resource(
            resource, Label(first), ("zone", EscapedString.Hcl(set.Zone.Ascii + ".")), ("name", EscapedString.Hcl(set.RelativeName(first))), (key, value), ("ttl", $"{first.Ttl}"));
    }

    /// <summary>Route 53 puts the outer quotes itself; two quotes inside separate the strings of a long text.</summary>
    private static string Route53(DnsRecord[] same) => Resource(
        "aws_route53_record",
        Label(same[0]),
        ("zone_id", "var.zone_id"),
        ("name", EscapedString.Hcl(same[0].Name.Ascii)),
        ("type", EscapedString.Hcl($"{same[0].Type}")),
        ("ttl", $"{same[0].Ttl}"),
        ("records", List(same.Select(record => record.Type == DnsRecordType.TXT ? string.Join("\"\"", CharacterStrings.Split(record.Value).Select(Octal)) : record.Value))));

    private static string Cloudflare(DnsRecord record, int number) => Resource(
        "cloudflare_dns_record",
        number == 0 ? Label(record) : $"{Label(record)}_{number + 1}",
        ("zone_id", "var.zone_id"),
        ("name", EscapedString.Hcl(record.Name.Ascii)),
        ("type", EscapedString.Hcl($"{record.Type}")),
        ("ttl", $"{record.Ttl}"),
        ("content", EscapedString.Hcl(record.Type == DnsRecordType.TXT ? CharacterStrings.Quote(record.Value) : record.Value)));

    private static string Resource(string type, string label, params (string Key, string Value)[] arguments)
    {
        int width = arguments.Max(argument => argument.Key.Length);
        return $"resource \"{type}\" \"{label}\" {{\n{string.Concat(arguments.Select(argument => $"  {argument.Key.PadRight(width)} = {argument.Value}\n"))}}}\n";
    }

    private static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(EscapedString.Hcl))}]";

    /// <summary>Letters, digits, underscores and hyphens, as names in HCL want them; no two records share one.</summary>
    private static string Label(DnsRecord record) =>
        $"{record.Name.Ascii.Replace('.', '_')}_{$"{record.Type}".ToLowerInvariant()}";

    private static string Escaped(string text) => CharacterStrings.Escape(Encoding.UTF8.GetBytes(text));

    /// <summary>Route 53 writes unusual bytes as three octal digits, where zone files have decimal ones.</summary>
    private static string Octal(byte[] part) => string.Concat(part.Select(b =>
        b is < 0x20 or > 0x7E or (byte)'"' or (byte)'\\' ? "\\" + Convert.ToString(b, 8).PadLeft(3, '0') : $"{(char)b}"));
}
