using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Publishing;

/// <summary>What a key file holds. Exactly one of <see cref="Key"/> and <see cref="Fault"/> is there.</summary>
/// <param name="Key">The key.</param>
/// <param name="Fault">What is wrong, with its line; never quotes the secret.</param>
/// <param name="Fix">What to do about it.</param>
public sealed record UpdateKeyReading(UpdateKey? Key, string? Fault, string? Fix);

/// <summary>
/// Reads the file that <c>tsig-keygen</c> writes and <c>nsupdate -k</c> reads: one
/// <c>key "name" { algorithm hmac-sha256; secret "…"; };</c>.
/// </summary>
public static class UpdateKeyFile
{
    private const long LargestFile = 64 * 1024;
    private const int ShortestSecret = 16;
    private const int LongestAlgorithm = 16;
    private const string Form = "Write it as `tsig-keygen` does: key \"name\" { algorithm hmac-sha256; secret \"…\"; };";

    /// <summary>Reads a file of at most 64 KiB that nobody but its owner and group may read.</summary>
    public static UpdateKeyReading Read(string path)
    {
        const UnixFileMode others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & others) != UnixFileMode.None)
                return Wrong($"Others may read or change the key file {path}", $"Take that away: chmod 640 {path}");
            if (new FileInfo(path).Length > LargestFile)
                return Wrong($"{path} is larger than a key file can be", "Name the right file.");
            var reading = Parse(File.ReadAllText(path));
            return reading.Fault is { } fault ? reading with { Fault = $"{path} {fault}" } : reading;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Wrong($"The key file {path} cannot be read: {fault.Message.TrimEnd('.')}", "Name the file that `tsig-keygen` made, or let this user read it.");
        }
    }

    /// <summary>Reads the text of such a file.</summary>
    public static UpdateKeyReading Parse(string text)
    {
        var (tokens, fault, line) = KeyFileTokens.Of(text);
        return fault is null ? new Reader(tokens, line).Read() : At(line, fault);
    }

    private static UpdateKeyReading At(int line, string fault, string fix = Form) => Wrong($"line {line}: {fault}", fix);

    private static UpdateKeyReading Wrong(string fault, string fix) => new(null, fault, fix);

    private sealed class Reader(List<KeyFileToken> tokens, int lastLine)
    {
        private int _at;
        private KeyFileToken? _algorithm;
        private KeyFileToken? _secret;

        private KeyFileToken? Next => _at < tokens.Count ? tokens[_at] : null;

        private int Line => Next?.Line ?? lastLine;

        public UpdateKeyReading Read()
        {
            if (Next is not { } first)
                return At(Line, "there is no key");
            if (!first.IsWord("key"))
                return At(Line, "it does not begin with the word `key`");
            _at++;
            if (Word() is not { } name)
                return At(Line, "behind `key` its name is missing");
            if (ReadBody() is { } fault)
                return fault;
            Skip(';');
            return Next is null ? Make(name) : At(Line, "something follows behind the key", "Put the one key that signs updates into a file of its own.");
        }

        private UpdateKeyReading? ReadBody()
        {
            if (!Skip('{'))
                return At(Line, "behind the name, `{` is missing");
            while (!Skip('}'))
            {
                int line = Line;
                if (Word() is not { } word)
                    return At(line, "`}` is missing");
                if (Word() is not { } value)
                    return At(line, "a value is missing");
                if (!Skip(';'))
                    return At(line, "behind the value, `;` is missing");
                if (word.IsWord("algorithm") && _algorithm is null)
                    _algorithm = value;
                else if (word.IsWord("secret") && _secret is null)
                    _secret = value;
                else
                    return At(line, "only one `algorithm` and one `secret` belong to a key");
            }

            return null;
        }

        private UpdateKeyReading Make(KeyFileToken name)
        {
            if (_algorithm is not { } algorithm)
                return At(name.Line, "the key has no `algorithm`");
            if (_secret is not { } secret)
                return At(name.Line, "the key has no `secret`");
            if (NameOf(name.Text) is not { } checkedName)
                return At(name.Line, "the key's name is no domain name, such as `strictpost` or `strictpost.example.org`");
            if (AlgorithmOf(algorithm.Text) is not { } way)
                return At(algorithm.Line, $"{Shown(algorithm.Text)} is none that is used here", "Make a new key with `tsig-keygen -a hmac-sha256`; hmac-sha384 and hmac-sha512 are read, too.");
            byte[] bytes = new byte[secret.Text.Length];
            if (!Convert.TryFromBase64String(secret.Text, bytes, out int length))
                return At(secret.Line, "the secret is not Base64");
            return length < ShortestSecret
                ? At(secret.Line, $"the secret has {length} bytes, and {ShortestSecret} are the least that is safe", "Make a new key with `tsig-keygen`.")
                : new UpdateKeyReading(new UpdateKey(checkedName, way, bytes[..length]), null, null);
        }

        private KeyFileToken? Word()
        {
            if (Next is not { IsMark: false } word)
                return null;
            _at++;
            return word;
        }

        private bool Skip(char mark)
        {
            if (Next is not { } token || !token.Is(mark))
                return false;
            _at++;
            return true;
        }
    }

    /// <summary>Case does not matter, nor the trailing dot: the name is a domain name (RFC 8945 §4.2), though not a host's.</summary>
    private static string? NameOf(string text)
    {
        string name = text.TrimEnd('.').ToLowerInvariant();
        return name.Length <= DomainName.MaxLength && name.Split('.').All(IsLabel) ? name : null;
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= DomainName.MaxLabelLength
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>What is no algorithm's name is not shown: it may be the secret, in the wrong place.</summary>
    private static string Shown(string algorithm) =>
        algorithm.Length <= LongestAlgorithm && algorithm.StartsWith("hmac-", StringComparison.OrdinalIgnoreCase) && IsLabel(algorithm)
            ? $"the algorithm {algorithm}"
            : "the algorithm";

    private static KeyAlgorithm? AlgorithmOf(string text) => text.TrimEnd('.').ToLowerInvariant() switch
    {
        "hmac-sha256" => KeyAlgorithm.Sha256,
        "hmac-sha384" => KeyAlgorithm.Sha384,
        "hmac-sha512" => KeyAlgorithm.Sha512,
        _ => null,
    };
}
