using System.Net;
using Microsoft.Extensions.Logging;

namespace StrictPost.Server.Hosting;

/// <summary>Everything that the policy host logs, in one place.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Serving the policies of {Count} domain(s)")]
    public static partial void PoliciesLoaded(this ILogger logger, int count);

    [LoggerMessage(2, LogLevel.Information, "Read changes of {Count} domain(s)")]
    public static partial void PoliciesChanged(this ILogger logger, int count);

    [LoggerMessage(3, LogLevel.Error, "{Problem} What was read before is still served. {Fix}")]
    public static partial void StoreFailed(this ILogger logger, string problem, string fix);

    [LoggerMessage(4, LogLevel.Information, "The store can be read again; serving the policies of {Count} domain(s)")]
    public static partial void StoreWorksAgain(this ILogger logger, int count);

    [LoggerMessage(5, LogLevel.Error, "{Problem} Serving the policies of {Count} domain(s) as this node knew them before. {Fix}")]
    public static partial void ServingSnapshot(this ILogger logger, string problem, int count, string fix);

    [LoggerMessage(6, LogLevel.Warning, "This node's snapshot of the store is behind: {Problem} {Fix}")]
    public static partial void SnapshotBehind(this ILogger logger, string problem, string fix);

    [LoggerMessage(10, LogLevel.Error, "Refusing {Host}: {Problem}")]
    public static partial void CertificateRefused(this ILogger logger, string host, string problem);

    [LoggerMessage(11, LogLevel.Error, "Serving {Host} with the certificate from before: {Problem}")]
    public static partial void CertificateKept(this ILogger logger, string host, string problem);

    [LoggerMessage(12, LogLevel.Warning, "Serving {Host}, but: {Problem}")]
    public static partial void CertificateDoubtful(this ILogger logger, string host, string problem);

    [LoggerMessage(13, LogLevel.Information, "Serving {Host} with a new certificate")]
    public static partial void CertificateReplaced(this ILogger logger, string host);

    [LoggerMessage(14, LogLevel.Error, "Refusing the authority that asks {Host} for proof of control: {Problem}")]
    public static partial void ChallengeRefused(this ILogger logger, string host, string problem);

    [LoggerMessage(15, LogLevel.Information, "TLS by {Layer}")]
    public static partial void TlsBy(this ILogger logger, string layer);

    [LoggerMessage(16, LogLevel.Debug, "The connection from {Client} ended: {Reason}")]
    public static partial void HandshakeFailed(this ILogger logger, EndPoint? client, string reason);

    [LoggerMessage(17, LogLevel.Warning, "Cutting off {Proxy} at the port with proxy_protocol: {Reason}")]
    public static partial void ProxyRefused(this ILogger logger, EndPoint? proxy, string reason);

    [LoggerMessage(20, LogLevel.Information, "Draining: finishing the requests in flight")]
    public static partial void Draining(this ILogger logger);

    [LoggerMessage(30, LogLevel.Information, "{Client} {Protocol} {Method} {Host} {Target} {Status}")]
    public static partial void Access(
        this ILogger logger, string? client, string protocol, string method, string host, string target, int status);

    [LoggerMessage(40, LogLevel.Error, "What is fetched cannot be noted in the store now, and is kept in memory: {Problem} {Fix}")]
    public static partial void LedgerFailed(this ILogger logger, string problem, string fix);

    [LoggerMessage(41, LogLevel.Information, "What was fetched is noted in the store again")]
    public static partial void LedgerWorksAgain(this ILogger logger);

    [LoggerMessage(42, LogLevel.Error, "What was fetched last could not be noted; after the next start it counts as fetched until then: {Problem}")]
    public static partial void LedgerUnfinished(this ILogger logger, string problem);

    [LoggerMessage(43, LogLevel.Error, "Another process goes by the name of this node, {Name}; calling this one {Other}. Was the data folder copied, or `node` set alike?")]
    public static partial void NodeNameTaken(this ILogger logger, string name, string other);

    [LoggerMessage(44, LogLevel.Information, "{Domain} has left: no sender can hold a policy of it any more")]
    public static partial void DomainLeft(this ILogger logger, string domain);

    [LoggerMessage(50, LogLevel.Error, "Reports are turned away for now; who sends them tries again: {Problem} {Fix}")]
    public static partial void ReportsTurnedAway(this ILogger logger, string problem, string fix);

    [LoggerMessage(51, LogLevel.Information, "Reports are accepted again")]
    public static partial void ReportsAcceptedAgain(this ILogger logger);

    [LoggerMessage(52, LogLevel.Information, "{Client} SMTP message of {Bytes} bytes for {Domain}")]
    public static partial void MessageAccepted(this ILogger logger, IPAddress? client, int bytes, string? domain);
}
