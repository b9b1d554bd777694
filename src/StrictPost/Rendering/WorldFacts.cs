using System.Globalization;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Tls;

namespace StrictPost.Rendering;

/// <summary>Pieces of evidence in words. They hold what came from outside: escape them on the way out.</summary>
internal static class WorldFacts
{
    private const int MostNames = 5;

    /// <summary>A time in UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A length of time as it took.</summary>
    public static string Took(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    /// <summary>The aliases on the way, or nothing.</summary>
    public static IEnumerable<string> Aliases<T>(Lookup<T> lookup)
    {
        if (!lookup.Aliases.IsEmpty)
            yield return $"alias (CNAME) of {string.Join(", then ", lookup.Aliases)}";
    }

    /// <summary>What the lookups of a host's addresses did not give; nothing where there is an address and no trouble.</summary>
    public static IEnumerable<string> Gaps(Lookup<string> ipv4, Lookup<string> ipv6)
    {
        bool none = ipv4.Found.IsEmpty && ipv6.Found.IsEmpty;
        if (ipv4.End == LookupEnd.NoSuchName && none)
            yield return $"{ipv4.Name} {ipv4.Verdict}";
        else if (none && ipv4.IsCertain && ipv6.IsCertain)
            yield return $"{ipv4.Name} has no address";
        if (!ipv4.IsCertain)
            yield return $"{ipv4.Name} (A) {ipv4.Verdict}";
        if (!ipv6.IsCertain)
            yield return $"{ipv6.Name} (AAAA) {ipv6.Verdict}";
    }

    /// <summary>Version, names, end and issuer of a TLS session's certificate.</summary>
    public static IEnumerable<string> Session(TlsEvidence tls, DateTimeOffset now)
    {
        yield return $"{tls.Version}, {tls.Cipher}";
        if (tls.Leaf is { } leaf)
            yield return $"certificate for {Names(leaf)}, {Until(leaf, now)}, from {leaf.Issuer}";
        else
            yield return "no certificate";
    }

    /// <summary>What is wrong with a certificate, as the end of a sentence that starts with it.</summary>
    public static string Words(CertificateFault fault) => fault switch
    {
        CertificateFault.NameMismatch => "is for other names",
        CertificateFault.NameOnlyInSubject => "has the host's name in its subject only",
        CertificateFault.Expired => "has expired",
        CertificateFault.NotYetValid => "is not valid yet",
        CertificateFault.SelfSigned => "is self-signed",
        CertificateFault.Untrusted => "comes from no trusted authority, or without its intermediate certificate",
        _ => "is not made for servers",
    };

    /// <summary>Why a conversation stopped, as the end of a sentence that starts with the address.</summary>
    public static string Words(ConnectionEnd end) => $"{Why(end.Fault)} {Where(end.Phase)}{(end.Alert is { } alert ? $" (TLS alert {alert})" : "")}{Quote(end.Detail)}";

    private static string Quote(string? detail) => string.IsNullOrEmpty(detail) ? "" : $": {detail}";

    private static string Names(CertificateEvidence leaf) => leaf.DnsIds switch
    {
        [] => leaf.CommonName is null ? "no name" : $"no name but the subject's {leaf.CommonName}",
        { Length: > MostNames } many => $"{string.Join(", ", many.Take(MostNames))} and {many.Length - MostNames} more",
        var few => string.Join(", ", few),
    };

    private static string Until(CertificateEvidence leaf, DateTimeOffset now)
    {
        string day = leaf.NotAfter.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        int days = (int)(leaf.NotAfter - now).TotalDays;
        return leaf.NotAfter < now ? $"ended {day}" : $"until {day} ({days} day{(days == 1 ? "" : "s")} left)";
    }

    private static string Why(ConnectionFault fault) => fault switch
    {
        ConnectionFault.NoRoute => "cannot be tried from here, as this machine has no route to it,",
        ConnectionFault.Refused => "refuses the connection",
        ConnectionFault.Unreachable => "cannot be reached",
        ConnectionFault.TimedOut => "does not answer in time",
        ConnectionFault.Closed => "closes the connection",
        ConnectionFault.NotSpoken => "answers with something else",
        ConnectionFault.Declined => "declines",
        ConnectionFault.OldTls => "offers no TLS 1.2 or newer",
        _ => "fails to agree on TLS",
    };

    private static string Where(ConnectionPhase phase) => phase switch
    {
        ConnectionPhase.Connecting => "when connecting",
        ConnectionPhase.Greeting => "when its greeting is due",
        ConnectionPhase.Ehlo => "after EHLO",
        ConnectionPhase.StartTls => "after STARTTLS",
        ConnectionPhase.Handshake => "in the TLS handshake",
        ConnectionPhase.Headers => "after the request",
        _ => "in the middle of the file",
    };
}
