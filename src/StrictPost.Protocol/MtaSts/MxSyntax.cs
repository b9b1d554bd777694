using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.MtaSts;

/// <summary>What an <c>mx</c> value may look like, and which slip it is when it does not.</summary>
internal static class MxSyntax
{
    /// <summary>The most telling fault, or null for a value that the grammar allows and that can match.</summary>
    public static Finding? Check(string text, Place place)
    {
        if (text.Length == 0)
            return MxFindings.Empty.At(place);
        return Copied(text, place) ?? Dots(text, place) ?? Stars(text, place) ?? Name(text, place);
    }

    /// <summary>Things that are no host name at all: a mail address, a URL, a list, a name with a port or a parameter.</summary>
    private static Finding? Copied(string text, Place place)
    {
        if (text.Contains('@'))
            return MxFindings.MailAddress.At(place, text, "mx: " + text[(text.LastIndexOf('@') + 1)..]);
        if (text.Contains("//", StringComparison.Ordinal))
            return MxFindings.Url.At(place, text);
        if (text.AsSpan().IndexOfAny(" \t,;") is var gap and >= 0)
        {
            var parts = text.Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
            bool list = parts.Length > 1 && parts.All(part => part.Contains('.') && Check(part, place) is null);
            return list
                ? MxFindings.List.At(place, text, string.Join(", ", parts.Select(part => $"`mx: {part}`")))
                : MxFindings.Blank.At(place.Right(gap), text, parts.FirstOrDefault(part => part.Contains('.')) ?? "mx1.example.org");
        }

        if (DomainNameSyntax.IsAddress(text))
            return (text.AsSpan().ContainsAny(":[") ? MxFindings.AddressLiteral : MxFindings.Address).At(place, text);
        return text.Contains(':') ? MxFindings.Port.At(place, text, text[..text.IndexOf(':', StringComparison.Ordinal)]) : null;
    }

    private static Finding? Dots(string text, Place place)
    {
        if (!text.AsSpan().ContainsAnyExcept("*."))
            return null; // no name that could be repaired
        if (text.EndsWith('.'))
            return MxFindings.TrailingDot.At(place, text, text.TrimEnd('.'));
        return text.StartsWith('.') && !text.Contains('*') ? MxFindings.LeadingDot.At(place, text, "*" + text) : null;
    }

    private static Finding? Stars(string text, Place place)
    {
        int star = text.LastIndexOf('*');
        bool legal = star < 0 || (star == 0 && text.StartsWith("*.", StringComparison.Ordinal) && text.Length > 2);
        return legal ? null : MxFindings.Wildcard.At(place, text);
    }

    private static Finding? Name(string text, Place place)
    {
        string name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        if (!name.StartsWith('[') && DomainNameSyntax.IsAddress(name))
            return MxFindings.Address.At(place, text);
        if (!System.Text.Ascii.IsValid(name))
        {
            return Idna.TryToAscii(name, out string ascii, out _)
                ? MxFindings.NotAscii.At(place, text, text[..^name.Length] + ascii)
                : MxFindings.Invalid.At(place, text, detail: "it holds characters that no name can hold");
        }

        if (name.Length > DomainName.MaxLength)
            return MxFindings.Invalid.At(place, text, detail: $"it is {name.Length} characters long, and {DomainName.MaxLength} is the most");
        return name.Split('.').Select(DomainNameSyntax.LabelFault).FirstOrDefault(fault => fault is not null) is { } fault
            ? MxFindings.Invalid.At(place, text, detail: fault)
            : null;
    }
}
