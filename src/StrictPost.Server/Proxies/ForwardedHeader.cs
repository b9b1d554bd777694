using System.Collections.Immutable;

namespace StrictPost.Server.Proxies;

/// <summary>What one proxy says of a request that it passed on; null where it does not say.</summary>
/// <param name="For">Who sent the request to it: an address, with or without a port, or a made-up name.</param>
/// <param name="Host">The Host header as it got it.</param>
/// <param name="Proto">The scheme as it got it.</param>
internal sealed record ForwardedElement(string? For, string? Host, string? Proto);

/// <summary>Reads the Forwarded header (RFC 7239 §4). Pure; the nearest proxy stands last.</summary>
internal static class ForwardedHeader
{
    /// <summary>More proxies than this stand in no row.</summary>
    private const int MostElements = 32;

    /// <summary>The elements in their order; null where the header is malformed.</summary>
    public static ImmutableArray<ForwardedElement>? Read(string text)
    {
        var elements = ImmutableArray.CreateBuilder<ForwardedElement>();
        var rest = text.AsSpan();
        while (true)
        {
            if (!TryReadElement(ref rest, out var element) || elements.Count == MostElements)
                return null;
            if (element is not null)
                elements.Add(element);
            if (rest.IsEmpty)
                return elements.ToImmutable();
            // RFC 9110 §5.6.1: elements stand between commas, and some may be empty.
            rest = rest[1..];
        }
    }

    /// <summary>forwarded-element: pairs between semicolons, each name at most once. Ends in front of a comma or at the end.</summary>
    private static bool TryReadElement(ref ReadOnlySpan<char> rest, out ForwardedElement? element)
    {
        element = null;
        string? client = null, host = null, proto = null;
        while (true)
        {
            rest = rest.TrimStart(" \t");
            if (!rest.IsEmpty && rest[0] is not (',' or ';'))
            {
                if (!TryReadPair(ref rest, out string name, out string value))
                    return false;
                element ??= new ForwardedElement(null, null, null);
                if (!(name switch
                {
                    "for" => TrySet(ref client, value),
                    "host" => TrySet(ref host, value),
                    "proto" => TrySet(ref proto, value),
                    _ => true,
                }))
                {
                    return false;
                }
            }

            rest = rest.TrimStart(" \t");
            if (rest.IsEmpty || rest[0] == ',')
                break;
            if (rest[0] != ';')
                return false;
            rest = rest[1..];
        }

        element = element is null ? null : new ForwardedElement(client, host, proto);
        return true;
    }

    private static bool TrySet(ref string? field, string value)
    {
        bool first = field is null;
        field = value;
        return first;
    }

    /// <summary>forwarded-pair: <c>token "=" value</c>; names are the same in any case.</summary>
    private static bool TryReadPair(ref ReadOnlySpan<char> rest, out string name, out string value)
    {
        (name, value) = ("", "");
        int end = TokenLength(rest);
        if (end == 0 || end == rest.Length || rest[end] != '=')
            return false;
        name = rest[..end].ToString().ToLowerInvariant();
        rest = rest[(end + 1)..];
        if (!rest.IsEmpty && rest[0] == '"')
            return TryReadQuoted(ref rest, out value);
        int length = TokenLength(rest);
        value = rest[..length].ToString();
        rest = rest[length..];
        return length > 0;
    }

    /// <summary>quoted-string (RFC 9110 §5.6.4), without its quotes and backslashes.</summary>
    private static bool TryReadQuoted(ref ReadOnlySpan<char> rest, out string value)
    {
        var text = new System.Text.StringBuilder();
        for (int i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                value = text.ToString();
                rest = rest[(i + 1)..];
                return true;
            }

            if (rest[i] == '\\' && ++i == rest.Length || rest[i] is < ' ' and not '\t' or '\x7F')
                break;
            text.Append(rest[i]);
        }

        value = "";
        return false;
    }

    /// <summary>How many characters of a token (RFC 9110 §5.6.2) stand in front.</summary>
    private static int TokenLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || "!#$%&'*+-.^_`|~".Contains(text[length], StringComparison.Ordinal)))
            length++;
        return length;
    }
}
