using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with names that were handed over to a provider, and with what stays behind when one leaves.</summary>
internal static class DelegationFindings
{
    private const string Rfc = "RFC 8461 §8.2";
    private const string Removing = "RFC 8461 §8.3";
    private const string Takeover = "Whoever can register the name at the end of the alias, or sign up for it at the provider, decides what "
        + "stands there, your policy included. ";

    public static readonly FindingKind PolicyHostDangling = new("delegation-policy-host-dangling", Error, Rfc)
    {
        Message = "The policy host {host} is an alias (CNAME) for {value}, which {detail}.",
        Fix = "Let the CNAME of {host} point to where the policy is served now; or remove it, if MTA-STS is given up.",
        Why = FetchTexts.NoPolicy + Takeover + "Mostly a provider removed the name after a contract had ended.",
    };

    public static readonly FindingKind RecordDangling = new("delegation-record-dangling", Error, Rfc)
    {
        Message = "The record's name {host} is an alias (CNAME) for {value}, which {detail}.",
        Fix = "Let the CNAME of {host} point to where the record is kept now; or put the TXT record itself there.",
        Why = "Senders find no record, and act as if the domain had no MTA-STS. " + Takeover,
    };

    public static readonly FindingKind TlsRptDangling = new("delegation-tlsrpt-dangling", Warning, "RFC 8460 §3")
    {
        Message = "The reporting record's name {host} is an alias (CNAME) for {value}, which {detail}.",
        Fix = "Let the CNAME of {host} point to where the record is kept now; or put the TXT record itself there.",
        Why = "Senders find no record, and send no reports. No mail is lost. " + Takeover,
    };

    public static readonly FindingKind NotEnrolled = new("delegation-not-enrolled", Error, Rfc)
    {
        Message = "The policy host {host} is an alias (CNAME) for {value}, and there nobody has a certificate for it: {detail}.",
        Fix = "Sign the domain up with that provider, or let the CNAME point to the one you are signed up with.",
        Why = FetchTexts.NoPolicy + "A CNAME alone is not enough: the provider must know the name and hold a certificate for it. Mostly the "
            + "domain was never signed up there, or signed off. It takes the place of the finding about the certificate.",
    };

    public static readonly FindingKind PolicyEmpty = new("delegation-policy-empty", Error, Removing)
    {
        Message = "The policy host {host} is an alias (CNAME) for {value}, and the policy there is empty.",
        Fix = "If you left that provider, serve the policy elsewhere; if you give MTA-STS up, publish `mode: none` until every sender has seen it.",
        Why = FetchTexts.NoPolicy + "Some providers keep the certificate of a customer who left, and serve an empty file.",
    };

    public static readonly FindingKind WithoutRecord = new("delegation-without-record", Warning, Removing)
    {
        Message = "The policy host {host} is still an alias (CNAME) for {value}, but the record that announces a policy is gone.",
        Fix = "If MTA-STS is given up, remove the CNAME, after the policy there was `mode: none` for as long as max_age; else publish the record.",
        Why = "Senders that hold the policy go on using it until it expires, and fetch what stands there. " + Takeover,
    };

    public static readonly FindingKind PolicyWithoutRecord = new("policy-without-record", Warning, Removing)
    {
        Message = "The policy host {host} serves a policy, but no record announces it.",
        Fix = "Publish the record to put the policy into force; or, to give MTA-STS up, serve `mode: none` for as long as max_age and then remove the file.",
        Why = "Senders look for the record first, so those that do not hold the policy never learn of it. The fault itself is reported as "
            + "`record-missing`.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
        [PolicyHostDangling, RecordDangling, TlsRptDangling, NotEnrolled, PolicyEmpty, WithoutRecord, PolicyWithoutRecord];
}
