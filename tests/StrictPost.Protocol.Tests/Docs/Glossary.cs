using System.Text.RegularExpressions;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>The words of the trade, explained on each page that uses them.</summary>
internal static class Glossary
{
    private static readonly (string Word, string Pattern, string Meaning)[] Words =
    [
        ("sender that honours MTA-STS", "honours? MTA-STS", "a mail server that looks up the policy of the domain it writes to, and keeps to it. Gmail, Microsoft 365 and Yahoo do; others deliver as if there were no policy."),
        ("policy host", "policy host|mta-sts\\.(<domain>|…)", "the web server `mta-sts.<domain>`, from which senders fetch the policy."),
        ("policy", "polic(y|ies)", "the file `https://mta-sts.<domain>/.well-known/mta-sts.txt`: which mail hosts are the domain's own, and how strictly senders are to take that."),
        ("id", "\\bids?\\b", "the part of the TXT record at `_mta-sts.<domain>` that changes with the policy: senders that hold a policy fetch it again only when the id is a new one."),
        ("`enforce`, `testing`, `none`", "enforce|\\btesting\\b|[Mm]ode none|mode: none", "the modes of a policy. In `enforce`, senders do not deliver to a host that fails; in `testing` they deliver and report; `none` takes the policy back."),
        ("max_age", "max_age", "for how many seconds a sender may keep a policy that it has fetched."),
        ("mail host", "mail hosts?", "a server that an MX record of the domain names; senders deliver mail to it on port 25."),
        ("MX record", "MX records?|\\bMX\\b", "the DNS record that names the hosts which take the domain's mail."),
        ("mx pattern", "mx patterns?|\\bpatterns?\\b", "one `mx:` line of the policy: the name of a mail host, or `*.` and a domain."),
        ("label", "\\blabels?\\b", "one part of a name, between two dots."),
        ("STARTTLS", "STARTTLS", "the SMTP command by which sender and mail host change from a plain connection to an encrypted one."),
        ("EHLO", "EHLO", "a sender's first SMTP command. It gives the sender's name, and the reply lists what the server can do."),
        ("handshake", "[Hh]andshake", "the beginning of a TLS connection: both sides agree on a version and a cipher, and the server shows its certificate."),
        ("subjectAltName", "subjectAltName", "the part of a certificate that lists the names it is for."),
        ("chain", "\\b(whole )?chain\\b|intermediate", "the certificates from a server's own up to an authority that senders trust; the server must send those in between."),
        ("CNAME", "CNAME", "a DNS record that makes one name an alias of another."),
        ("A, AAAA", "\\bA or AAAA|AAAA", "the DNS records that hold a name's IPv4 and IPv6 addresses."),
        ("NXDOMAIN", "NXDOMAIN", "the answer of DNS that a name does not exist."),
        ("SERVFAIL", "SERVFAIL", "the answer of DNS that a question could not be answered because something is broken."),
        ("resolver", "\\bresolvers?\\b", "the DNS server that asks around for a sender and keeps answers for a while."),
        ("zone", "\\bzones?\\b", "the part of DNS that one set of servers holds, such as a domain with its records."),
        ("NS record", "NS records?", "the DNS record that names a server which holds the zone."),
        ("TTL", "\\bTTL\\b", "for how long a DNS answer may be kept."),
        ("DANE", "\\bDANE\\b", "another way to prove a mail host (RFC 7672): TLSA records in DNS say which certificate it shows. A sender may know DANE, MTA-STS, both or neither."),
        ("TLSA record", "TLSA", "a DNS record at `_25._tcp.<mail host>` such as `3 1 1 …`. The numbers are the usage (2: an authority, 3: the host itself), the selector (0: the whole certificate, 1: its key) and the matching type (0: as it is, 1: SHA-256, 2: SHA-512)."),
        ("DNSSEC", "DNSSEC|\\bsigned\\b", "signatures on DNS records, by which a resolver can tell true answers from forged ones."),
        ("DS record", "\\bDS record", "the DNS record by which the parent zone vouches for the key of a signed zone."),
        ("TLS reporting", "TLSRPT|TLS reporting|[Rr]eporting record", "a TXT record at `_smtp._tls.<domain>` asks senders for a daily report on how well they could deliver (RFC 8460)."),
        ("rua", "\\brua\\b", "the part of that record that says where reports go: `mailto:` or `https:` addresses."),
        ("User-Agent", "User-Agent", "the header field by which a program says its name to a web server."),
        ("media type", "[Mm]edia type|Content-Type", "what kind of file a web server says it sends, in the header field `Content-Type`."),
    ];

    /// <summary>The words that a text uses, each with its meaning.</summary>
    public static IEnumerable<(string Word, string Meaning)> Of(string text) => Words
        .Where(entry => Regex.IsMatch(text, entry.Pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
        .Select(entry => (entry.Word, entry.Meaning));
}
