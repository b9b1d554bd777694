using System.Collections.Immutable;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.MtaSts;

/// <summary>What one fetch of a policy from one address led to (RFC 8461 §3.3). The family is closed: these and no others.</summary>
public abstract record FetchOutcome
{
    private FetchOutcome()
    {
    }

    /// <summary>What a sender makes of what was seen: it stops at the first thing that is not as §3.3 wants it.</summary>
    /// <param name="seen">What one address gave.</param>
    /// <param name="host">The policy host, which the certificate must prove.</param>
    public static FetchOutcome Of(FetchEvidence seen, DomainName host)
    {
        if (seen.Tls is not { } tls)
            return Unconnected(seen.End ?? new ConnectionEnd(ConnectionFault.Closed, ConnectionPhase.Handshake));
        if (HostProof.Faults(tls, host) is { IsEmpty: false } faults)
            return new BadCertificate(faults, tls.Leaf);
        return seen.Http is { } answer ? Of(answer, tls, seen.End) : Interrupted(seen.End, ConnectionPhase.Headers);
    }

    /// <summary>"any … status code other than 200 MUST be treated as a failure"; "Content-Type: text/plain" (RFC 8461 §3.3, §3.2).</summary>
    private static FetchOutcome Of(HttpEvidence answer, TlsEvidence tls, ConnectionEnd? end)
    {
        if (answer.Status is >= 300 and <= 399)
            return new Redirected(answer.Status, answer.Field("Location"));
        if (answer.Status != 200)
            return new WrongStatus(answer.Status);
        if (!IsPlainText(answer.Field("Content-Type")))
            return new WrongMediaType(answer.Field("Content-Type"));
        if (answer.IsCut)
            return new TooLarge(long.TryParse(answer.Field("Content-Length"), out long announced) ? announced : null);
        return end is null ? new Fetched(answer.Body, tls.Leaf!) : Interrupted(end, ConnectionPhase.Body);
    }

    private static bool IsPlainText(string? type) =>
        type is not null && type.Split(';')[0].Trim().Equals("text/plain", StringComparison.OrdinalIgnoreCase);

    private static FetchOutcome Unconnected(ConnectionEnd end) => end switch
    {
        { Fault: ConnectionFault.NoRoute } => new NoRoute(),
        { Fault: ConnectionFault.TimedOut } => new TimedOut(end.Phase),
        { Phase: ConnectionPhase.Connecting } => new NoConnection(end.Detail ?? "nobody listens there"),
        { Fault: ConnectionFault.OldTls } => new OldTls(),
        _ => new TlsFailed(end.Alert, end.Detail ?? "the connection was closed"),
    };

    private static FetchOutcome Interrupted(ConnectionEnd? end, ConnectionPhase phase) => end is { Fault: ConnectionFault.TimedOut }
        ? new TimedOut(end.Phase)
        : new Broken(end?.Phase ?? phase, end?.Detail ?? "the connection was closed");

    /// <summary>The outcome as the end of a sentence that starts with the host. May hold text from outside: escape it on the way out.</summary>
    public abstract string Verdict { get; }

    /// <summary>
    /// A body came, as §3.3 wants it: from a proven host, with status 200 and media type text/plain. Whether it is a policy is
    /// for the reader to say.
    /// </summary>
    /// <param name="Body">At most 64 KiB.</param>
    /// <param name="Certificate">What the host showed.</param>
    public sealed record Fetched(ReadOnlyMemory<byte> Body, CertificateEvidence Certificate) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => $"served {Body.Length} bytes";
    }

    /// <summary>No TCP connection.</summary>
    /// <param name="Reason">The operating system's words.</param>
    public sealed record NoConnection(string Reason) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => $"cannot be reached: {Reason}";
    }

    /// <summary>This machine has no way to such an address at all, so nothing is known about the host: it has no IPv6, most often.</summary>
    public sealed record NoRoute : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => "cannot be tried from here: this machine has no route to it";
    }

    /// <summary>The host offers no TLS 1.2 or newer.</summary>
    public sealed record OldTls : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => "offers no TLS 1.2 or newer";
    }

    /// <summary>TLS could not be agreed for another reason than age.</summary>
    /// <param name="Alert">The alert that the host sent (RFC 8446 §6), or null.</param>
    /// <param name="Reason">What happened, in words.</param>
    public sealed record TlsFailed(int? Alert, string Reason) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => Alert is null ? $"fails in the TLS handshake: {Reason}" : $"refuses the TLS handshake with alert {Alert}: {Reason}";
    }

    /// <summary>The certificate does not prove the host.</summary>
    /// <param name="Faults">At least one; a wrong name comes first.</param>
    /// <param name="Certificate">What the host showed; null when it showed none.</param>
    public sealed record BadCertificate(ImmutableArray<CertificateFault> Faults, CertificateEvidence? Certificate) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => $"shows a certificate that {string.Join(" and ", Faults.Select(Words))}";
    }

    /// <summary>A redirect, which is never followed ("HTTP 3xx redirects MUST NOT be followed").</summary>
    /// <param name="Status">300 to 399.</param>
    /// <param name="Location">Where to, as the header holds it.</param>
    public sealed record Redirected(int Status, string? Location) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => $"redirects with status {Status}{(Location is null ? "" : $" to {Location}")}, and redirects are never followed";
    }

    /// <summary>Any other status than 200.</summary>
    public sealed record WrongStatus(int Status) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => $"answers with status {Status}";
    }

    /// <summary>Another media type than text/plain.</summary>
    /// <param name="Seen">The <c>Content-Type</c> as it came; null without one.</param>
    public sealed record WrongMediaType(string? Seen) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => Seen is null ? "sends no media type" : $"sends the media type `{Seen}`, not `text/plain`";
    }

    /// <summary>More than 64 KiB; reading stopped there.</summary>
    /// <param name="Announced">What <c>Content-Length</c> said, in bytes, if it did.</param>
    public sealed record TooLarge(long? Announced) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => $"sends {(Announced is null ? "" : $"{Announced} bytes, ")}more than the 65536 bytes that senders read";
    }

    /// <summary>The connection ended before the answer did, or what came is no HTTP.</summary>
    public sealed record Broken(ConnectionPhase Phase, string Reason) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => $"breaks off {(Phase == ConnectionPhase.Body ? "in the middle of the file" : "without an answer")}: {Reason}";
    }

    /// <summary>The deadline passed.</summary>
    public sealed record TimedOut(ConnectionPhase Phase) : FetchOutcome
    {
        /// <inheritdoc/>
        public override string Verdict => Phase switch
        {
            ConnectionPhase.Connecting => "does not answer to a connection in time",
            ConnectionPhase.Handshake => "does not finish the TLS handshake in time",
            ConnectionPhase.Headers => "accepts the request, but does not answer in time",
            _ => "does not send the whole file in time",
        };
    }

    private string Words(CertificateFault fault) => fault switch
    {
        CertificateFault.NameMismatch => $"is for {Names()} instead",
        CertificateFault.NameOnlyInSubject => "has the host's name only in its subject, not in its subjectAltName",
        CertificateFault.Expired => "has expired",
        CertificateFault.NotYetValid => "is not valid yet",
        CertificateFault.SelfSigned => "is self-signed",
        CertificateFault.Untrusted => "comes from no trusted authority, or came without its intermediate certificate",
        _ => "is not made for a web server",
    };

    private string Names() => this is BadCertificate { Certificate.DnsIds: { IsEmpty: false } ids }
        ? string.Join(", ", ids.Take(5)) + (ids.Length > 5 ? ", …" : "")
        : "no host";
}
