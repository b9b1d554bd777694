using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Sending;

/// <summary>How a report was received at an address.</summary>
/// <param name="IsAccepted">Whether whoever answers there took it.</param>
/// <param name="IsCertain">False where nobody answered, so that another try may end otherwise.</param>
/// <param name="Detail">What happened, in a sentence; it may hold what a server said.</param>
public sealed record SendOutcome(bool IsAccepted, bool IsCertain, string Detail)
{
    internal static SendOutcome Accepted(string detail) => new(true, true, detail);

    internal static SendOutcome Refused(string detail) => new(false, true, detail);

    internal static SendOutcome Unreached(string detail) => new(false, false, detail);
}

/// <summary>Where to, other than the public internet.</summary>
public sealed record SendSettings
{
    /// <summary>The port of mail hosts.</summary>
    public int SmtpPort { get; init; } = 25;

    /// <summary>The port of https addresses that name none.</summary>
    public int HttpsPort { get; init; } = 443;

    /// <summary>Whom to trust; null for the operating system's choice.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The name that we say we are (RFC 5321 §4.1.1.1).</summary>
    public string HelloName { get; init; } = "localhost";
}

/// <summary>Delivers a report to an address, as a reporter does (RFC 8460 §5).</summary>
public sealed class ReportSender(DnsLookups dns, SendSettings settings)
{
    /// <summary>How long one delivery may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ReportPost _post = new(dns, settings);
    private readonly ReportMail _mail = new(dns, settings);

    /// <summary>Delivers. What the world does wrong is in the outcome.</summary>
    /// <param name="report">What to deliver.</param>
    /// <param name="address">Where to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SendOutcome> SendAsync(TestReport report, ReportUri address, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            return address.IsMail
                ? await _mail.SendAsync(report, address, deadline.Token)
                : await _post.SendAsync(report, new Uri(address.Text), deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendOutcome.Unreached($"It took longer than {Deadline.TotalSeconds} seconds.");
        }
    }
}
