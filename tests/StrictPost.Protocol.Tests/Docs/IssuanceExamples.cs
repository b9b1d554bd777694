using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>What authorities and DNS say while a certificate is being asked for.</summary>
internal static class IssuanceExamples
{
    private const string Authority = "acme.example.net";

    private static readonly Dictionary<FindingKind, (string Value, string Detail)> Said = new()
    {
        [IssuanceFindings.NotPointingHere] = ("192.0.2.1", "points to 198.51.100.7"),
        [IssuanceFindings.CaaForbids] = ("ca.example.net", "the CAA records of example.org allow only other-ca.example"),
        [IssuanceFindings.DnsUnanswered] = ("example.org", "could not be looked up: the DNS server answered SERVFAIL"),
        [IssuanceFindings.ValidationFailed] = (Authority, "192.0.2.1: Timeout during connect"),
        [IssuanceFindings.RateLimited] = (Authority, "5 certificates for this name in seven days are used up"),
        [IssuanceFindings.Unreachable] = (Authority, "acme.example.net did not answer within 45 s"),
        [IssuanceFindings.AccountRefused] = (Authority, "must agree to terms of service"),
        [IssuanceFindings.Refused] = (Authority, "the name is on a list of names that are not issued for"),
    };

    public static FindingExample? Of(FindingKind kind) =>
        Said.TryGetValue(kind, out var said) ? new FindingExample(Text: null, kind.On("mta-sts.example.org", said.Value, detail: said.Detail)) : null;
}
