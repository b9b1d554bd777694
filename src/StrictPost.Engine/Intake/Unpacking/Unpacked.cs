using System.Collections.Immutable;
using MimeKit;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>A report, and the mail whose signatures speak for it.</summary>
/// <param name="Report">What it says.</param>
/// <param name="Findings">What was odd.</param>
/// <param name="Mail">The innermost mail around it; null where there is none.</param>
internal sealed record UnpackedReport(TlsReport Report, ImmutableArray<Finding> Findings, MimeMessage? Mail);

/// <summary>All that was in a delivery.</summary>
/// <param name="Reports">The reports.</param>
/// <param name="Obstacles">What could not be understood; exactly one where there is no report.</param>
/// <param name="IsCutShort">True where the limits of size ended it: larger ones could find more.</param>
internal sealed record Unpacked(ImmutableArray<UnpackedReport> Reports, ImmutableArray<Finding> Obstacles, bool IsCutShort);
