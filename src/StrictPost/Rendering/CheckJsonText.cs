using System.Collections.Immutable;
using System.Text.Json;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Tls;

namespace StrictPost.Rendering;

/// <summary>What <c>check --format json</c> and <c>jsonl</c> print.</summary>
internal static class CheckJsonText
{
    /// <summary>An object; an array for several subjects.</summary>
    public static string Indented(IReadOnlyList<CheckResult> results, bool several, bool explain) => results.Count == 1 && !several
        ? JsonSerializer.Serialize(Of(results[0], explain), ReadableJson.Context.CheckJson)
        : JsonSerializer.Serialize([.. results.Select(result => Of(result, explain))], ReadableJson.Context.IReadOnlyListCheckJson);

    /// <summary>One line; of a list, with the rows of the summary in which the domain counts.</summary>
    public static string Line(CheckResult result, bool explain, IReadOnlyList<string>? surveyRows = null) =>
        JsonSerializer.Serialize(Of(result, explain) with { SurveyRows = surveyRows }, ReadableJson.Lines.CheckJson);

    private static CheckJson Of(CheckResult result, bool explain)
    {
        var reading = result.Reading;
        return new CheckJson(
            reading.Evidence.Domain.Ascii,
            result.Verdict.ToText(),
            VerdictText.Sentence(result),
            Record(reading),
            Policy(reading),
            TlsRpt(reading),
            [.. result.MailHosts.Select(host => MailJson.Of(host, reading))],
            Categories(result),
            [.. result.Findings.Select(FindingText.ToJson)],
            explain ? [.. Explanation.Of(result).Select((step, i) => new StepJson(i + 1, step.Text, step.Rfc))] : null,
            reading.Evidence.At,
            (long)reading.Evidence.Took.TotalMilliseconds);
    }

    /// <summary>Those in which something is wrong for certain.</summary>
    private static ImmutableArray<string> Categories(CheckResult result) =>
    [
        .. result.Findings.Where(finding => finding is { Severity: Severity.Error, Kind.IsUndetermined: false })
            .Select(finding => Catalogue.CategoryOf(finding.Kind)).Distinct().Order().Select(category => category.ToText()),
    ];

    /// <summary>Null where there is no TXT at all, and where nobody could say.</summary>
    private static RecordJson? Record(DomainReading reading)
    {
        var lookup = reading.Evidence.Record;
        bool isDraft = reading.Context.DraftRecord is not null;
        return reading.Record is { } record && (isDraft || lookup.End == LookupEnd.Answered)
            ? new RecordJson(record.Value is not null, record.Value?.Id, isDraft ? true : null, reading.Texts, lookup.Aliases, (long)lookup.TimeToLive.TotalSeconds)
            : null;
    }

    /// <summary>Null where there is no policy host, so nothing could be fetched.</summary>
    private static PolicyJson? Policy(DomainReading reading)
    {
        var host = reading.Evidence.PolicyHost;
        bool isDraft = reading.Context.DraftPolicy is not null;
        if (reading.Fetches.IsEmpty && !isDraft)
            return null;
        var policy = reading.Policy?.Value;
        return new PolicyJson(
            reading.IsFetchable && policy is not null, policy?.Mode.ToText(), policy?.MaxAge, policy?.Mx.Select(mx => mx.Text).ToList(),
            isDraft ? true : null, host.Host.Ascii, host.Ipv4.Aliases, [.. reading.Fetches.Select(fetch => Fetch(fetch, host))]);
    }

    private static FetchJson Fetch(FetchReading fetch, PolicyHostEvidence host)
    {
        var http = fetch.Seen.Http;
        return new FetchJson(
            fetch.Seen.Address, Word(fetch.Outcome), fetch.Outcome.Verdict, http?.Status, http?.Field("Content-Type"), http?.Body.Length,
            MailJson.Session(fetch.Seen.Tls), MailJson.Certificate(fetch.Seen.Tls, fetch.Seen.Tls is { } tls ? HostProof.Faults(tls, host.Host) : []),
            (long)fetch.Seen.Took.TotalMilliseconds);
    }

    private static string Word(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.Fetched => "fetched",
        FetchOutcome.NoConnection => "no-connection",
        FetchOutcome.NoRoute => "no-route",
        FetchOutcome.OldTls => "old-tls",
        FetchOutcome.TlsFailed => "tls-failed",
        FetchOutcome.BadCertificate => "bad-certificate",
        FetchOutcome.Redirected => "redirected",
        FetchOutcome.WrongStatus => "wrong-status",
        FetchOutcome.WrongMediaType => "wrong-media-type",
        FetchOutcome.TooLarge => "too-large",
        FetchOutcome.TimedOut => "timed-out",
        _ => "broken",
    };

    private static TlsRptJson? TlsRpt(DomainReading reading) => reading.TlsRpt is { } record
        ? new TlsRptJson(record.Value is not null, record.Value?.Rua.Select(uri => uri.Text).ToList(), [.. reading.Evidence.TlsRpt.Found.Select(text => text.Joined())])
        : null;
}
