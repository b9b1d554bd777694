using System.Collections.Immutable;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Scenarios;

/// <summary>Faults as a scenario file writes them: an object with the name of the <c>fault</c> and what that needs.</summary>
internal static class FaultReading
{
    /// <summary>A fault of a DNS answer.</summary>
    /// <param name="field">An object with <c>fault</c> and <c>at</c>.</param>
    /// <param name="places">Where there can be one.</param>
    public static DnsFault Dns(JsonField field, params ReadOnlySpan<DnsPlace> places)
    {
        var members = field.Members("fault", "at", "target", "text", "bytes");
        var at = Need(field, members, "at").OneOf<DnsPlace>();
        if (!places.Contains(at))
            throw members["at"].Wrong("is no place of this kind of thing");
        return Name(field, members) switch
        {
            "name-error" => new DnsFault.NameError(at),
            "server-failure" => new DnsFault.ServerFailure(at),
            "refused" => new DnsFault.Refused(at),
            "no-answer" => new DnsFault.NoAnswer(at),
            "no-data" => new DnsFault.NoData(at),
            "truncated" => new DnsFault.Truncated(at),
            "malformed" => new DnsFault.Malformed(at),
            "extra-text" => new DnsFault.ExtraText(Need(field, members, "text").Text(), at),
            "split-text" => new DnsFault.SplitText(Need(field, members, "bytes").Number(1, 255), at),
            "alias" => new DnsFault.Alias(Need(field, members, "target").Text(), at),
            _ => throw Unknown(members["fault"], "name-error, no-data, server-failure, refused, no-answer, malformed, truncated, alias, extra-text, split-text"),
        };
    }

    /// <summary>A fault of a policy host's answer.</summary>
    public static HttpFault Http(JsonField field)
    {
        var members = field.Members("fault", "code", "location", "seconds", "bytes", "value");
        return Name(field, members) switch
        {
            "status" => new HttpFault.Status(Need(field, members, "code").Number(200, 599)),
            "redirect" => new HttpFault.Redirect(Need(field, members, "code").Number(300, 399), Need(field, members, "location").Text()),
            "late-headers" => new HttpFault.LateHeaders(Seconds(members)),
            "trickling-body" => new HttpFault.TricklingBody(Seconds(members)),
            "padded" => new HttpFault.Padded(Need(field, members, "bytes").Number(1, 10_000_000)),
            "media-type" => new HttpFault.MediaType(Need(field, members, "value") is { IsNull: false } value ? value.Text() : null),
            "without-length" => new HttpFault.WithoutLength(),
            "cut-short" => new HttpFault.CutShort(Need(field, members, "bytes").Number(1, 1_000_000)),
            "closed-unanswered" => new HttpFault.ClosedUnanswered(),
            "empty-body" => new HttpFault.EmptyBody(),
            "html-body" => new HttpFault.HtmlBody(),
            "user-agent-blocked" => new HttpFault.UserAgentBlocked(members.TryGetValue("code", out var code) ? code.Number(200, 599) : 403),
            "user-agent-challenged" => new HttpFault.UserAgentChallenged(),
            _ => throw Unknown(
                members["fault"],
                "status, redirect, late-headers, trickling-body, padded, media-type, without-length, cut-short, closed-unanswered, empty-body, html-body, user-agent-blocked, user-agent-challenged"),
        };
    }

    /// <summary>A fault of a mail host's SMTP.</summary>
    public static SmtpFault Smtp(JsonField field)
    {
        var members = field.Members("fault", "at", "reply", "seconds");
        string? reply = members.TryGetValue("reply", out var given) ? given.Text() : null;
        var at = members.TryGetValue("at", out var stage) ? stage.OneOf<SmtpStage>() : SmtpStage.Greeting;
        return Name(field, members) switch
        {
            "greeting-refused" => reply is null ? new SmtpFault.GreetingRefused() : new SmtpFault.GreetingRefused(reply),
            "ehlo-refused" => reply is null ? new SmtpFault.EhloRefused() : new SmtpFault.EhloRefused(reply),
            "no-start-tls" => new SmtpFault.NoStartTls(),
            "start-tls-refused" => reply is null ? new SmtpFault.StartTlsRefused() : new SmtpFault.StartTlsRefused(reply),
            "not-spoken" => new SmtpFault.NotSpoken(at),
            "closed" => new SmtpFault.Closed(at),
            "no-answer" => new SmtpFault.NoAnswer(at),
            "slow" => new SmtpFault.Slow(TimeSpan.FromSeconds(Need(field, members, "seconds").Number(0, 3600))),
            _ => throw Unknown(members["fault"], "greeting-refused, ehlo-refused, no-start-tls, start-tls-refused, not-spoken, closed, no-answer, slow"),
        };
    }

    /// <summary>A TLSA record: three numbers, then nothing, <c>wrong</c>, <c>malformed</c>, <c>root</c>, or its data in hex.</summary>
    public static LabTlsa Tlsa(JsonField field)
    {
        var words = field.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is < 3 or > 4 || !byte.TryParse(words[0], out byte usage) || !byte.TryParse(words[1], out byte selector) || !byte.TryParse(words[2], out byte type))
            throw field.Wrong("must be like `3 1 1`, `3 1 1 wrong`, `3 1 1 malformed`, `2 0 1 root` or `3 1 1 0123ABCD`");
        return words.ElementAtOrDefault(3) switch
        {
            null => LabTlsa.Of(usage, selector, type),
            "wrong" => LabTlsa.Wrong(usage, selector, type),
            "malformed" => LabTlsa.Malformed(usage, selector, type),
            "root" => LabTlsa.OfRoot(selector, type) with { Usage = usage },
            var hex when hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) => LabTlsa.Raw(usage, selector, type, Convert.FromHexString(hex)),
            _ => throw field.Wrong("its data must be `wrong`, `malformed`, `root` or an even number of hex digits"),
        };
    }

    private static string Name(JsonField field, IReadOnlyDictionary<string, JsonField> members) => Need(field, members, "fault").Text();

    private static JsonField Need(JsonField field, IReadOnlyDictionary<string, JsonField> members, string name) =>
        members.TryGetValue(name, out var member) ? member : throw field.Wrong($"needs `{name}`");

    private static TimeSpan Seconds(IReadOnlyDictionary<string, JsonField> members) =>
        members.TryGetValue("seconds", out var seconds) ? TimeSpan.FromSeconds(seconds.Number(0, 3600)) : Timeout.InfiniteTimeSpan;

    private static FormatException Unknown(JsonField field, string known) => field.Wrong($"`{field.Text()}` is none of: {known}");
}
