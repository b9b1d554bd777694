using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace StrictPost.Engine.Acme;

/// <summary>Reads the header fields of an answer.</summary>
internal static partial class AnswerHeaders
{
    private const int MostLinks = 10;
    private const int LongestNonce = 256;

    /// <summary>"Clients MUST ignore invalid Replay-Nonce values" (RFC 8555 §6.5.1).</summary>
    public static string? Nonce(HttpResponseHeaders headers) =>
        headers.TryGetValues("Replay-Nonce", out var values) && values.FirstOrDefault() is { Length: > 0 and <= LongestNonce } nonce && Base64Url.IsText(nonce) ? nonce : null;

    /// <summary>Seconds or a date (RFC 9110 §10.2.3), as a wait from now; a date that has passed is no wait.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => (TimeSpan?)null,
        };
        return wait is { } time ? TimeSpan.FromTicks(Math.Clamp(time.Ticks, 0, AcmeError.LongestRetryAfter.Ticks)) : null;
    }

    public static Uri? Location(HttpResponseHeaders headers, Uri asked) =>
        headers.NonValidated.TryGetValues("Location", out var values) ? JsonFields.Https(values.FirstOrDefault(), asked) : null;

    /// <summary>Targets of <c>Link</c> fields with the relation <c>alternate</c> (RFC 8288 §3).</summary>
    public static ImmutableArray<Uri> Alternates(HttpResponseHeaders headers, Uri asked) =>
        headers.TryGetValues("Link", out var values) ? [.. values.SelectMany(value => Alternates(value, asked)).Distinct().Take(MostLinks)] : [];

    internal static IEnumerable<Uri> Alternates(string field, Uri asked) =>
        Link().Matches(field)
            .Where(link => Relation().Match(link.Groups["parameters"].Value) is { Success: true } relation
                && relation.Groups["types"].Value.Split(' ').Contains("alternate", StringComparer.OrdinalIgnoreCase))
            .Select(link => JsonFields.Https(link.Groups["target"].Value, asked))
            .OfType<Uri>();

    [GeneratedRegex("""<(?<target>[^>]*)>(?<parameters>[^<]*)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("""(^|;)\s*rel\s*=\s*("(?<types>[^"]*)"|(?<types>[^\s";,]+))""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Relation();
}
