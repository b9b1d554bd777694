using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Monitoring;

/// <summary>Mail hosts that do not prove who they are (RFC 8461 §4.2), or soon will not.</summary>
internal static class MailHostAlarms
{
    public static IEnumerable<Alarm> Of(MonitorInput input)
    {
        if (input.Policy.Mode == PolicyMode.None)
            return [];
        bool refuses = input.Policy.Mode == PolicyMode.Enforce;
        return ExpiryAlarms.OfMailHosts(input).Concat(input.Check.Findings.Where(IsFault).Select(finding => Alarm.Of(AlarmSource.MailHosts, finding) with
        {
            Severity = refuses ? Severity.Error : Severity.Warning,
            Stage = refuses ? 1 : 0,
            NeedsSecondLook = true, // a mail server that is being restarted is no alarm
        }));
    }

    private static bool IsFault(Finding finding) =>
        finding is { Severity: Severity.Error, Kind.IsUndetermined: false, Host: not null } && finding.Kind != SmtpTlsFindings.Expired && Catalogue.CategoryOf(finding.Kind) == Category.MailHost;
}
