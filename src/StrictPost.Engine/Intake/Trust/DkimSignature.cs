using MimeKit;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Intake.Trust;

/// <summary>A signature as far as it can be judged before its key is known.</summary>
/// <param name="Header">The field of the mail.</param>
/// <param name="Domain">Who signs (<c>d=</c>).</param>
/// <param name="Selector">Which of its keys (<c>s=</c>).</param>
/// <param name="Algorithm">How (<c>a=</c>), in lower case.</param>
internal sealed record DkimSignature(Header Header, DomainName Domain, string Selector, string Algorithm)
{
    public const string Rsa = "rsa-sha256";
    public const string Ed25519 = "ed25519-sha256";

    private const int LongestHeader = 16 * 1024;
    private const int LongestSelector = 200;

    /// <summary>Reads one, or says why it proves nothing.</summary>
    public static (DkimSignature? Signature, SignatureVerdict? Fault) Read(Header header)
    {
        if (header.RawValue.Length > LongestHeader || TagList.Read(header.Value) is not { } tags)
            return (null, Fails("", "A DKIM signature of the mail cannot be read."));
        if (!DomainName.TryParse(tags.GetValueOrDefault("d", ""), out var domain) || !IsSelector(tags.GetValueOrDefault("s", "")))
            return (null, Fails("", "A DKIM signature of the mail names no key."));
        string algorithm = tags.GetValueOrDefault("a", "").ToLowerInvariant();
        string? fault = Fault(tags, algorithm);
        return fault is null ? (new DkimSignature(header, domain, tags["s"], algorithm), null) : (null, Fails(domain.Ascii, $"The signature of {domain.Ascii} {fault}."));
    }

    /// <summary>A verdict on this one.</summary>
    public SignatureVerdict Verdict(SignatureEnd end, string? words) =>
        new(Domain.Ascii, end, words is null ? null : $"The signature of {Domain.Ascii} {words}.");

    /// <summary>The field must not be in the way of reading an old report again, so x= is not looked at (RFC 6376 §3.5 leaves it to us).</summary>
    private static string? Fault(IReadOnlyDictionary<string, string> tags, string algorithm)
    {
        // RFC 8460 §3: whoever may add to the body may add a report.
        if (tags.ContainsKey("l"))
            return "covers only a part of the body (l=)";
        // RFC 8301 §3.1: SHA-1 must not be used.
        if (algorithm == "rsa-sha1")
            return "uses rsa-sha1, which is no longer believed";
        if (algorithm is not (Rsa or Ed25519))
            return "uses an unknown algorithm";
        // RFC 6376 §5.4.
        return tags.GetValueOrDefault("h", "").Split(':').Contains("from", StringComparer.OrdinalIgnoreCase) ? null : "does not cover the sender (From)";
    }

    private static bool IsSelector(string text) =>
        text.Length is > 0 and <= LongestSelector
        && text.Split('.').All(label => label.Length is > 0 and <= DomainName.MaxLabelLength && label.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'));

    private static SignatureVerdict Fails(string domain, string detail) => new(domain, SignatureEnd.Fails, detail);
}
