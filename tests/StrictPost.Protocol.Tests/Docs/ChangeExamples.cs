using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>What a change of policy says on its way.</summary>
internal static class ChangeExamples
{
    private const string Id = "2026050312000012345";
    private const string Moment = "2026-05-10 12:01 UTC";

    private static readonly Dictionary<FindingKind, Finding> Said = new()
    {
        [ChangeFindings.PolicyNotServed] = ChangeFindings.PolicyNotServed.Found(detail: "192.0.2.7: another policy is served"),
        [ChangeFindings.RecordNotSeen] = ChangeFindings.RecordNotSeen.Found(detail: "ns2.example.org: the id is 20260401000000"),
        [ChangeFindings.OldAnswersKept] = ChangeFindings.OldAnswersKept.Found("the record", Moment),
        [ChangeFindings.HorizonAhead] = ChangeFindings.HorizonAhead.Found("mx3.example.org", Moment),
        [ChangeFindings.PoliciesHeld] = ChangeFindings.PoliciesHeld.Found(expected: Moment),
        [ChangeFindings.MailNotMoved] = ChangeFindings.MailNotMoved.Found(expected: "mx3.example.org", detail: "Some server still names others"),
        [ChangeFindings.MovedEarly] = ChangeFindings.MovedEarly.On("mx1.mail.example", expected: Moment),
        [ChangeFindings.HostNotProven] = ChangeFindings.HostNotProven.On("mx1.mail.example", detail: "it offers no TLS"),
        [ChangeFindings.HostNotAsked] = ChangeFindings.HostNotAsked.On("mx1.mail.example"),
        [ChangeFindings.NotSeen] = ChangeFindings.NotSeen.Found("The record", detail: "ns2.example.org did not answer"),
        [ChangeFindings.RecordEdited] = ChangeFindings.RecordEdited.Found("20260503", $"the id {Id}"),
        [ChangeFindings.MailNotCovered] = ChangeFindings.MailNotCovered.On("mx3.example.org"),
        [ChangeFindings.Nothing] = ChangeFindings.Nothing.Found(),
        [ChangeFindings.NeedsProof] = ChangeFindings.NeedsProof.Found("example.org"),
        [ChangeFindings.NotTesting] = ChangeFindings.NotTesting.Found("none"),
        [ChangeFindings.NoPolicy] = ChangeFindings.NoPolicy.Found("example.org", detail: "there is none to leave"),
        [ChangeFindings.OtherRunning] = ChangeFindings.OtherRunning.Found("example.org", Moment, "change 7, promote, since 2026-05-03 12:00 UTC"),
        [ChangeFindings.OnTheWayBack] = ChangeFindings.OnTheWayBack.Found(expected: Moment),
        [ChangeFindings.PastReturn] = ChangeFindings.PastReturn.Found(expected: Moment, detail: "mail goes to mx3.example.org already"),
        [GateFindings.CheckMissing] = GateFindings.CheckMissing.Found(detail: "smtp-blocked (example.org)"),
        [GateFindings.CheckErrors] = GateFindings.CheckErrors.On("example.org", detail: "smtp-certificate-expired (mx2.example.org)"),
        [GateFindings.DaysMissing] = GateFindings.DaysMissing.Found("9", "14", "since 3 May"),
        [GateFindings.ReportersMissing] = GateFindings.ReportersMissing.Found("1", "2", "Left out, since their reports are not signed by the reporter: 3"),
        [GateFindings.SessionsRefused] = GateFindings.SessionsRefused.Found("10 sessions", "3 May", "10 sessions from Google on 3 May; mx2.example.org: its certificate had expired"),
        [GateFindings.OtherVersion] = GateFindings.OtherVersion.Found(detail: "30 April"),
    };

    public static FindingExample? Of(FindingKind kind) => Said.TryGetValue(kind, out var finding) ? new FindingExample(Text: null, finding) : null;
}
