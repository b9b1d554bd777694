using System.Buffers;
using System.Globalization;
using System.Text;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>Reads the arguments of MAIL and RCPT: one method for each production of RFC 5321 §4.1.2, with what RFC 6531 §3.3 adds.</summary>
/// <param name="text">What stands behind the colon.</param>
internal ref struct SmtpPathReader(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> AtomCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");

    private const string NoParameters = "";
    private const int LongestLocal = 64;
    private const int LongestDomain = 255;

    private ReadOnlySpan<char> _rest = text;

    /// <summary>Reverse-path: <c>&lt;&gt;</c>, or a path.</summary>
    /// <returns>False where it is neither.</returns>
    public bool ReadReversePath()
    {
        SkipSpaces();
        if (!_rest.StartsWith("<>"))
            return ReadPath() is { Domain: not null };
        _rest = _rest[2..];
        return true;
    }

    /// <summary>Forward-path: a path, or <c>&lt;Postmaster&gt;</c>; null where it is neither.</summary>
    public SmtpMailbox? ReadForwardPath()
    {
        SkipSpaces();
        return ReadPath() is { } mailbox && (mailbox.Domain is not null || mailbox.Local.Equals("postmaster", StringComparison.OrdinalIgnoreCase)) ? mailbox : null;
    }

    /// <summary>esmtp-param: a keyword, and its value or nothing. False at the end, and where the rest makes no sense.</summary>
    public bool TryReadParameter(out string keyword, out string value)
    {
        (keyword, value) = (NoParameters, NoParameters);
        if (!_rest.StartsWith(' '))
            return false;
        SkipSpaces();
        int end = _rest.IndexOf(' ') is >= 0 and var space ? space : _rest.Length;
        if (end == 0)
            return false;
        var parameter = _rest[..end];
        _rest = _rest[end..];
        int equals = parameter.IndexOf('=');
        keyword = (equals < 0 ? parameter : parameter[..equals]).ToString().ToUpperInvariant();
        value = equals < 0 ? NoParameters : parameter[(equals + 1)..].ToString();
        return true;
    }

    /// <summary>True where everything was read. Spaces at the end do no harm.</summary>
    public readonly bool IsAtEnd => _rest.TrimEnd(' ').IsEmpty;

    /// <summary>size-value (RFC 1870 §4): up to 20 digits.</summary>
    public static long? Size(string value) =>
        value.Length is > 0 and <= 20 && ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong size)
            ? (long)Math.Min(size, long.MaxValue)
            : null;

    /// <summary>Path: a mailbox in angle brackets, which old routes may precede: they are ignored (RFC 5321 §4.1.1.3).</summary>
    private SmtpMailbox? ReadPath()
    {
        if (!TryTake('<') || !TrySkipRoute() || ReadLocalPart() is not { Length: > 0 and <= LongestLocal } local)
            return null;
        string? domain = null;
        if (TryTake('@'))
        {
            domain = ReadDomain();
            if (domain is null)
                return null;
        }

        return TryTake('>') ? new SmtpMailbox(local, domain) : null;
    }

    /// <summary>A-d-l.</summary>
    private bool TrySkipRoute()
    {
        if (!_rest.StartsWith('@'))
            return true;
        int colon = _rest.IndexOf(':');
        if (colon < 0)
            return false;
        _rest = _rest[(colon + 1)..];
        return true;
    }

    /// <summary>Local-part: Dot-string or Quoted-string.</summary>
    private string? ReadLocalPart() => _rest.StartsWith('"') ? ReadQuotedString() : ReadDotString();

    private string? ReadDotString()
    {
        int length = 0;
        while (length < _rest.Length && (_rest[length] == '.' || IsAtomCharacter(_rest[length])))
            length++;
        var atoms = _rest[..length];
        if (atoms.StartsWith('.') || atoms.EndsWith('.') || atoms.IndexOf("..") >= 0)
            return null;
        _rest = _rest[length..];
        return atoms.ToString();
    }

    private string? ReadQuotedString()
    {
        var quoted = new StringBuilder();
        for (int i = 1; i < _rest.Length; i++)
        {
            if (_rest[i] == '"')
            {
                _rest = _rest[(i + 1)..];
                return quoted.ToString();
            }

            if (_rest[i] == '\\' && ++i == _rest.Length)
                return null;
            quoted.Append(_rest[i]);
        }

        return null;
    }

    /// <summary>Domain or address-literal. Whether it is a name of ours is for others to say.</summary>
    private string? ReadDomain()
    {
        int end = _rest.IndexOfAny('>', ' ', '@');
        if (end is <= 0 or > LongestDomain)
            return null;
        string domain = _rest[..end].ToString();
        _rest = _rest[end..];
        return domain;
    }

    private static bool IsAtomCharacter(char letter) => letter > '\u007F' || AtomCharacters.Contains(letter);

    private bool TryTake(char letter)
    {
        if (!_rest.StartsWith(letter))
            return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>Some clients put a space behind the colon.</summary>
    private void SkipSpaces() => _rest = _rest.TrimStart(' ');
}
