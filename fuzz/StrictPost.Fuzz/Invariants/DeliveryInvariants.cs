using System.Text;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Mailboxes;
using StrictPost.Engine.Intake.Trust;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What must hold for whatever comes to an address for reports.</summary>
internal static class DeliveryInvariants
{
    /// <summary>A key that signed nothing.</summary>
    private static readonly DkimKey Key = DkimKey.Read("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

    public static void Check(byte[] bytes)
    {
        using var reader = new ReportReader(new DkimJudge((_, _, _) => Task.FromResult(Key), TimeProvider.System));
        CheckReading(reader.ReadAsync(new Delivery(bytes, WayIn.Smtp), CancellationToken.None).GetAwaiter().GetResult());
        CheckMboxAsync(bytes).GetAwaiter().GetResult();
        DkimKey.Read(Encoding.Latin1.GetString(bytes));
    }

    private static void CheckReading(DeliveryReading reading)
    {
        Unless(reading.Reports.Length > 0 || reading.Obstacles.Length == 1, "what holds no report has one reason");
        Unless(!reading.AskAgain, "every key was known");
        foreach (var obstacle in reading.Obstacles)
        {
            Unless(obstacle.Kind.Breaks, "an obstacle breaks something");
            CheckTexts(obstacle);
        }

        foreach (var found in reading.Reports)
        {
            Unless(found.Trust is ReportTrust.Failed or ReportTrust.Unsigned, "nobody has the key");
            Unless(found.Findings.All(finding => !finding.Kind.Breaks), "a report that is broken is none");
            Unless(!found.Report.Policies.IsDefault && found.Report.ReportId.Length > 0, "a report says something");
            Unless(!found.Report.Organization.Contains('\0', StringComparison.Ordinal), "a store cannot keep NUL");
            Unless(found.Report.Policies.All(policy => policy is { Successful: >= 0, Failed: >= 0 }), "sessions are counted from 0");
            _ = (found.Report.Day, found.Report.Reporter);
            foreach (var finding in found.Findings)
                CheckTexts(finding);
        }
    }

    private static void CheckTexts(Finding finding)
    {
        Unless(finding.Message.Length < 10_000, "a message can be read");
        Unless(!Printable.Escape(finding.Message + finding.Fix).Any(char.IsControl), "a message can be shown");
    }

    private static async Task CheckMboxAsync(byte[] bytes)
    {
        int messages = 0;
        await foreach (var message in MboxReader.ReadAsync(new MemoryStream(bytes), CancellationToken.None))
            Unless(message.Number == ++messages && message.Bytes is not null, "messages are counted");
        Unless(messages > 0 || bytes.Length == 0, "nothing is lost");
    }
}
