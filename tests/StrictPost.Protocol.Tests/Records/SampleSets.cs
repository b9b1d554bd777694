using System.Collections.Immutable;
using CsCheck;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Records;

/// <summary>Records to write: such as we publish, and texts that nobody should ever publish.</summary>
internal static class SampleSets
{
    public static readonly DomainName Zone = DomainName.Parse("example.org").Value!;

    /// <summary>What could end a string, start a comment or a template, or be taken for an escape.</summary>
    private static readonly string[] Hostile =
    [
        "\"", "'", "\\", "\n", "\r", "\t", "\0", ";", "#", "//", "/*", "*/", "${", "%{", "$${", "}", "{{", "`", "<", ">", "&", "|", "-", "---", ": ", "- ",
        "(", ")", "[", "]", "\\n", "\\\"", "\\034", "\\u0022", "\u007F", "\u0085", "\u00A0", "\u2028", "\u2029", "\uFEFF", "é", "😀", " ", "  ",
        "\nupdate delete example.org.\nsend\n", "\") ; process.exit(0); (\"", "$ORIGIN evil.\n", "\"]\n}\nresource \"x\" \"y\" {\n",
    ];

    /// <summary>Everything that a domain publishes, its reports going to so many places that the text needs several strings.</summary>
    public static RecordSet Usual { get; } = Set(
        DnsRecord.OfAddress(Zone.Child("mta-sts")!, 300, HostAddress.FromBytes([192, 0, 2, 1])),
        DnsRecord.OfAddress(Zone.Child("mta-sts")!, 300, HostAddress.FromBytes([192, 0, 2, 2])),
        DnsRecord.OfAddress(Zone.Child("mta-sts")!, 300, HostAddress.FromBytes([0x20, 1, 0xD, 0xB8, .. new byte[11], 1])),
        DnsRecord.OfAlias(Zone.Child("alias")!, 300, DomainName.Parse("policies.example.net").Value!),
        DnsRecord.OfText(Zone.Child("_mta-sts")!, 300, "v=STSv1; id=20260101000000;"),
        DnsRecord.OfText(Zone.Child("_smtp._tls")!, 300, $"v=TLSRPTv1; rua={string.Join(',', Enumerable.Range(1, 20).Select(i => $"mailto:reports+{i}@example.org"))};"));

    /// <summary>Texts of every kind in one set: one run of a parser judges them all.</summary>
    public static Gen<string[]> AnyTexts { get; } =
        Gen.OneOf(Gen.OneOfConst(Hostile).Array[0, 12].Select(string.Concat), Gen.String, Gen.OneOfConst(Hostile).Array[100, 300].Select(string.Concat))
            .Select(WithoutHalfCharacters).Array[60];

    /// <summary>One TXT record for each text.</summary>
    public static RecordSet OfTexts(string[] texts) =>
        Set([.. texts.Select((text, i) => DnsRecord.OfText(Zone.Child($"t{i:D3}")!, 300, text))]);

    private static RecordSet Set(params DnsRecord[] records) => new(Zone, Zone, records.ToImmutableArray());

    /// <summary>No form can carry half a surrogate pair.</summary>
    private static string WithoutHalfCharacters(string text) => string.Concat(text.EnumerateRunes());
}
