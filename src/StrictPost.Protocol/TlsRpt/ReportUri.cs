using System.Buffers;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.TlsRpt;

/// <summary>One address for reports (RFC 8460 §3): <c>mailto:</c> or <c>https:</c>.</summary>
public sealed record ReportUri
{
    /// <summary>unreserved, reserved and "%" (RFC 3986 §2).</summary>
    private static readonly SearchValues<char> UriCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%");

    private ReportUri(string text) => Text = text;

    /// <summary>The URI as it stands in the record.</summary>
    public string Text { get; }

    /// <summary>True when reports go out by mail, false when they are posted over HTTPS.</summary>
    public bool IsMail => Text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one address; a bare mail address is not accepted, but its finding names the URI.</summary>
    public static Parsed<ReportUri> Parse(string text)
    {
        var findings = new List<Finding>();
        var uri = Read(text, new Place(1, 1), findings);
        return new Parsed<ReportUri>(uri, findings);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static ReportUri? Read(string text, Place place, List<Finding> findings)
    {
        var fault = Check(text, place);
        if (fault is not null)
            findings.Add(fault);
        return fault is null ? new ReportUri(text) : null;
    }

    private static Finding? Check(string text, Place place)
    {
        if (text.Length == 0)
            return TlsRptFindings.RuaEmpty.At(place);
        int reserved = text.AsSpan().IndexOfAny("!,;");
        if (reserved >= 0)
            return TlsRptFindings.RuaReserved.At(place.Right(reserved), text, $"%{(int)text[reserved]:X2}", Printable.Describe(text[reserved]));
        int strange = text.AsSpan().IndexOfAnyExcept(UriCharacters);
        if (strange >= 0)
            return TlsRptFindings.RuaInvalid.At(place.Right(strange), text, detail: $"it holds {Printable.Describe(text[strange])}");
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon < 0 ? "" : text[..colon].ToLowerInvariant();
        return scheme switch
        {
            "mailto" => IsMailbox(text[(colon + 1)..]) ? null : TlsRptFindings.RuaInvalid.At(place, text, detail: "`mailto:` needs a mail address such as `reports@example.org`"),
            "https" => IsHttps(text) ? null : TlsRptFindings.RuaInvalid.At(place, text, detail: "`https:` needs a host, such as `https://reports.example.org/tls`"),
            "" when text.Contains('@') => TlsRptFindings.RuaScheme.At(place, text, $"mailto:{text}", "there is no `mailto:` in front"),
            "http" => TlsRptFindings.RuaScheme.At(place, text, $"https{text[4..]}", "reports are posted over `https:` only"),
            _ => TlsRptFindings.RuaScheme.At(place, text, "mailto:reports@example.org", "only `mailto:` and `https:` are defined"),
        };
    }

    private static bool IsMailbox(string address)
    {
        string bare = address.Split('?')[0];
        int at = bare.LastIndexOf('@');
        return at > 0 && DomainName.TryParse(bare[(at + 1)..], out _);
    }

    private static bool IsHttps(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Host.Length > 0;
}
