using System.Collections.Immutable;
using StrictPost.Engine.Intake.Trust;
using StrictPost.Engine.Intake.Unpacking;

namespace StrictPost.Engine.Intake;

/// <summary>
/// Takes the reports out of what came in, and says how sure it is who sent them. What the bytes are is decided by the bytes: reporters
/// label one format by a dozen names. One for a process; safe for use from several threads.
/// </summary>
/// <param name="dkim">Judges signatures of mail.</param>
public sealed class ReportReader(DkimJudge dkim) : IDisposable
{
    /// <summary>How often something may be wrapped: a mail in a mail that holds an archive of compressed reports is 4 deep.</summary>
    public const int MostWrappings = 4;

    /// <summary>Parts of mails and files of archives that are looked at.</summary>
    public const int MostParts = 100;

    /// <summary>Bytes that one attachment may have when it is unpacked.</summary>
    public const int MostExpanded = 32 * 1024 * 1024;

    /// <summary>Bytes that all attachments of a delivery may have together when they are unpacked.</summary>
    public const int MostExpandedInAll = 64 * 1024 * 1024;

    /// <summary>Deliveries, and what they unpack to, that are read side by side without asking. Almost all reports are that small.</summary>
    private const int Small = 1024 * 1024;

    /// <summary>Larger ones are read one at a time, so that many together cannot fill the memory.</summary>
    private readonly SemaphoreSlim _large = new(1);

    /// <summary>Reads a delivery to its end. Nothing in it is an error here: what could not be understood is among the obstacles.</summary>
    public async Task<DeliveryReading> ReadAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Bytes.Length <= Small)
        {
            var unpacked = new Unpacker(new ExpansionLimits(Small, Small)).Unpack(delivery);
            if (!unpacked.IsCutShort)
                return await JudgeAsync(delivery, unpacked, cancellationToken);
        }

        await _large.WaitAsync(cancellationToken);
        try
        {
            return await JudgeAsync(delivery, new Unpacker(new ExpansionLimits(MostExpanded, MostExpandedInAll)).Unpack(delivery), cancellationToken);
        }
        finally
        {
            _large.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _large.Dispose();

    private async Task<DeliveryReading> JudgeAsync(Delivery delivery, Unpacked unpacked, CancellationToken cancellationToken)
    {
        var reports = ImmutableArray.CreateBuilder<FoundReport>(unpacked.Reports.Length);
        bool askAgain = false;
        foreach (var mail in unpacked.Reports.GroupBy(report => report.Mail))
        {
            var verdicts = mail.Key is null || delivery.Way is WayIn.Https ? [] : await dkim.JudgeAsync(mail.Key, cancellationToken);
            foreach (var report in mail)
            {
                var proof = mail.Key is null || delivery.Way is WayIn.Https
                    ? WayProof.Of(delivery, report.Report)
                    : MailProof.Of(verdicts, report.Report.ReporterDomain);
                askAgain |= proof.AskAgain;
                reports.Add(new FoundReport(report.Report, report.Findings, proof.Trust, proof.Signer, proof.Detail));
            }
        }

        return new DeliveryReading(reports.DrainToImmutable(), unpacked.Obstacles) { AskAgain = askAgain };
    }
}
