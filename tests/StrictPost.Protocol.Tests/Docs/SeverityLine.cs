using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>What a kind's severity means: to an exit code, and to a sender.</summary>
internal static class SeverityLine
{
    private const string NoPolicy = "a sender that meets this gets no policy";
    private const string NoMail = "no sender can deliver to this host";
    private const string Refused = "in mode `enforce`, a sender that honours MTA-STS does not deliver to this host";

    /// <summary>What senders do, by the sentences that kinds share. The first that fits.</summary>
    private static readonly (string Sentence, string Effect)[] ByText =
    [
        (FetchTexts.NoPolicy, NoPolicy),
        (SmtpTexts.NoMail, NoMail),
        (SmtpTexts.Refused, Refused),
    ];

    private static readonly Dictionary<FindingKind, string> ByKind = new()
    {
        [DnsFindings.DomainMissing] = "there is no such domain",
        [PublishedRecordFindings.Disagree] = "some senders see another record than others",
        [FetchHttpFindings.AddressesDisagree] = "some senders get another policy than others",
        [DelegationFindings.RecordDangling] = "a sender acts as if the record were not there",
        [MailHostFindings.HostInvalid] = "senders skip this MX record",
        [RecordFindings.Missing] = "without a record a domain has no MTA-STS",
        [TlsRptFindings.Missing] = "without a record senders send no reports",
        [SmtpFindings.GreetingRefused] = "senders that are met like this do not deliver to this host",
        [SmtpFindings.Closed] = "no sender can deliver to this host; where it closes only after STARTTLS, none that must insist on TLS",
        [SmtpFindings.TimedOut] = "senders wait, and some give up",
        [ReportedFindings.PolicyFetch] = NoPolicy,
        [ReportedFindings.PolicyInvalid] = NoPolicy,
        [ReportedFindings.WebPkiInvalid] = NoPolicy,
        [ReportedFindings.DaneRequired] = "that sender refuses or delays mail",
        [CoverageFindings.NoneCovered] = "in mode `enforce`, a sender that honours MTA-STS delivers no mail to the domain",
    };

    public static string Of(FindingKind kind) => kind switch
    {
        { IsUndetermined: true } => "error, but an undetermined one: it cannot be told from here, so it counts for exit code 3, not 1",
        { Severity: Severity.Error, SenderTolerates: true } => "error, though senders read past it",
        { Severity: Severity.Error } => Effect(kind) is { } effect ? $"error: {effect}" : "error",
        { Severity: Severity.Warning } => "warning: fragile, or likely not what was meant; alone it leaves the exit code at 0",
        _ => "info: worth knowing, and no fault",
    };

    private static string? Effect(FindingKind kind)
    {
        if (ByKind.TryGetValue(kind, out string? known))
            return known;
        var shared = Array.Find(ByText, text => kind.Why.Contains(text.Sentence, StringComparison.Ordinal));
        return shared.Effect ?? ByCategory(kind);
    }

    private static string? ByCategory(FindingKind kind) => Catalogue.CategoryOf(kind) switch
    {
        Category.Record => "a sender acts as if the record were not there",
        Category.RetrievalDns => "senders most likely cannot look it up either",
        Category.RetrievalSyntax => "a sender acts as if the policy were not there",
        Category.MailHost => NoMail,
        Category.Coverage => Refused,
        Category.Reporting => "senders act as if the record were not there, and send no reports",
        Category.Report when ReportFindings.All.Contains(kind) || DeliveryFindings.All.Contains(kind) => "the report is not used; it is kept as it came",
        Category.Report => "under a policy in mode `enforce`, mail is refused or delayed",
        Category.Monitoring => "senders do not get the policy that is meant",
        Category.Change => "the change goes no further; mail is not affected",
        Category.Dane => "a sender that validates DANE does not deliver to this host",
        Category.Input when SiteFindings.All.Contains(kind) => "senders do not find the policy",
        _ => null,
    };
}
