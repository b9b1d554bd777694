using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Publishing;

/// <summary>The order in which records go out, in words: the body first, then the record that points at it.</summary>
internal static class PublishingSteps
{
    /// <summary>Numbered lines.</summary>
    public static IEnumerable<string> Of(RecordSet set)
    {
        string domain = set.Domain.Ascii;
        string host = $"{StsPolicy.HostLabel}.{domain}";
        string[] steps =
        [
            $"See that {host} leads to the host that serves the policy, so that it gets its certificate.",
            $"Wait until https://{host}{StsPolicy.Path} serves the new policy.",
            $"Only then publish {StsRecord.Label}.{domain}: senders fetch the policy when they see a new id, and keep what they get.",
            $"Publish {TlsRptRecord.Label}.{domain}, and read the reports: they tell whether senders get through.",
        ];
        return Numbered(steps);
    }

    /// <summary>The same for aliases that are set once.</summary>
    public static IEnumerable<string> OfDelegation(RecordSet set, DomainName delegation)
    {
        string domain = set.Domain.Ascii;
        string[] steps =
        [
            $"If {domain} has records at these names already, note them: each of the three takes the place of what is there.",
            $"Enrol {domain} here first (`strictpost domain add`), so that {delegation} holds what the names lead to.",
            "Publish the three. After that, nothing has to be changed in the domain's own DNS again.",
        ];
        return Numbered(steps);
    }

    private static IEnumerable<string> Numbered(string[] steps) => steps.Select((step, i) => $"{i + 1}. {step}");
}
