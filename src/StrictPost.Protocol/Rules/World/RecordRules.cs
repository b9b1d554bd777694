using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules.World;

/// <summary>The record as DNS publishes it (RFC 8461 §3.1).</summary>
internal static class RecordRules
{
    private static readonly TimeSpan LongestGoodLife = TimeSpan.FromDays(1);

    /// <summary>What its text says. A dangling alias is reported as such, and not as a missing record.</summary>
    public static IEnumerable<Finding> Text(DomainReading reading) => DelegationRules.RecordDangling(reading).Any()
        ? []
        : Effects.OnFirstBreaking(
            Intent.RecordFaults(reading).Select(finding => finding with { Host = reading.Evidence.Record.Name }), Effects.WithoutRecord);

    /// <summary>"… the id … when a new policy is published": nobody looks at it while the old record is kept (RFC 8461 §8.1).</summary>
    public static IEnumerable<Finding> LongLife(DomainReading reading)
    {
        var record = reading.Evidence.Record;
        if (reading.Context.DraftRecord is null && record.End == LookupEnd.Answered && !Intent.HasNoRecord(reading) && record.TimeToLive > LongestGoodLife)
            yield return PublishedRecordFindings.TtlLong.On(record.Name, Duration.InWords((long)record.TimeToLive.TotalSeconds));
    }

    /// <summary>An id of our own form tells whether it was made for the body, in whichever line ends that is stored or served.</summary>
    public static IEnumerable<Finding> IdForOtherBody(DomainReading reading)
    {
        if (reading.Record?.Value is not { } record || PolicyId.TimeOf(record.Id) is null || reading.Body is not { } body)
            yield break;
        string text = System.Text.Encoding.UTF8.GetString(body.Span);
        string lines = text.ReplaceLineEndings("\n");
        string[] forms = [text, lines, lines.ReplaceLineEndings("\r\n"), reading.Policy?.Value?.ToBody() ?? text];
        if (!forms.Any(form => PolicyId.Fits(record.Id, form)))
            yield return PublishedRecordFindings.IdForOtherBody.On(reading.Evidence.Record.Name, record.Id);
    }
}
