using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Text;

/// <summary>What a domain name may look like, and what it is instead when it is none.</summary>
internal static class DomainNameSyntax
{
    /// <summary>The fault, or null and the name as lower-case A-labels.</summary>
    public static Finding? Check(string text, out string ascii)
    {
        ascii = "";
        if (WhatElse(text) is { } other)
            return other.Found(text);

        string name = text.EndsWith('.') ? text[..^1] : text;
        if (!Idna.TryToAscii(name, out ascii, out string? idnaFault))
            return DomainFindings.Unicode.Found(text, detail: idnaFault);
        if (ascii.Length > DomainName.MaxLength)
            return DomainFindings.TooLong.Found(text, detail: $"{ascii.Length}");

        foreach (string label in ascii.Split('.'))
        {
            if (LabelFault(label) is { } fault)
                return DomainFindings.Label.Found(text, detail: fault);
        }

        return null;
    }

    /// <summary>
    /// sub-domain = Let-dig [Ldh-str] (RFC 5321 §4.1.2), with the length limit of RFC 1035 §2.3.4: what is wrong with
    /// the label, or null.
    /// </summary>
    public static string? LabelFault(string label)
    {
        if (label.Length == 0)
            return "there is an empty label: two dots in a row, or one at the start";
        if (label.Length > DomainName.MaxLabelLength)
            return $"the label `{label[..12]}…` is {label.Length} characters long, and 63 is the most";
        int bad = label.AsSpan().IndexOfAnyExcept(Characters.Ldh);
        if (bad >= 0)
            return $"the label `{label}` holds {Printable.Describe(label[bad])}, and only letters, digits and hyphens are allowed";
        if (label[0] == '-' || label[^1] == '-')
            return $"the label `{label}` starts or ends with a hyphen";
        return null;
    }

    private static FindingKind? WhatElse(string text)
    {
        if (text.Trim(' ', '\t', '.').Length == 0)
            return DomainFindings.Empty;
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains('/'))
            return DomainFindings.Url;
        if (text.Contains('@'))
            return DomainFindings.MailAddress;
        return IsAddress(text.EndsWith('.') ? text[..^1] : text) ? DomainFindings.Address : null;
    }

    /// <summary>True for an IPv4 or IPv6 address, bare or in brackets.</summary>
    public static bool IsAddress(string text)
    {
        string bare = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;
        return bare.Contains(':')
            ? bare.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.') && bare.Count(c => c == ':') >= 2
            : bare.Split('.') is { Length: 4 } octets && octets.All(octet => octet.Length is 1 or 2 or 3 && octet.All(char.IsAsciiDigit));
    }
}
