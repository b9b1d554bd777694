using System.Collections.Immutable;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>The domains of the world: what is wrong with each, and what a check of it must say, no more and no less.</summary>
internal static class PeerDomains
{
    private const string Protected = "protected";
    private const string NotProtected = "not-protected";
    private const string AtRisk = "mail-at-risk";

    private const string OldTls = "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;";

    private const string Chunked = $"{PolicyHostPlan.ServesFile} ssi on; ssi_types text/plain;";

    /// <summary>Good mail hosts; the policy is where the fault is.</summary>
    public static ImmutableArray<PeerDomain> Retrieval { get; } =
    [
        new("good", Protected, ""),
        new("size-64k", Protected, "policy-key-unknown") { PolicyHost = new() { BodySize = 64 * 1024 } },
        new("tls12", Protected, "") { PolicyHost = new() { Server = "ssl_protocols TLSv1.2;" } },
        new("http2", Protected, "") { PolicyHost = new() { Listen = "ssl http2" } },
        new("charset", Protected, "") { PolicyHost = new() { Server = "charset utf-8;" } },
        new("chunked", Protected, "") { PolicyHost = new() { WellKnown = Chunked } },
        new("delegated", Protected, "") { PolicyHostAlias = $"policies.delegated.{PeerZones.Signed}" },
        new("two-addresses", Protected, "") { PolicyHost = new() { WellKnownElsewhere = PolicyHostPlan.ServesFile } },

        new("unpublished", NotProtected, "record-missing tlsrpt-absent") { Publishes = false },
        new("behind", Protected, "") { Zone = PeerZones.Torn },
        new("record-alias", Protected, "") { Zone = PeerZones.Torn, RecordAlias = $"_mta-sts.good.{PeerZones.Signed}" },

        new("redirect", NotProtected, "fetch-redirect") { PolicyHost = new() { WellKnown = "return 301 /elsewhere.txt;" } },
        new("wrong-type", NotProtected, "fetch-media-type-wrong") { PolicyHost = new() { WellKnown = "types { } default_type text/html;" } },
        new("no-type", NotProtected, "fetch-media-type-missing") { PolicyHost = new() { WellKnown = "types { } default_type '';" } },
        new("not-found", NotProtected, "fetch-not-found") { PolicyHost = new() { WellKnown = "return 404;" } },
        new("forbidden", NotProtected, "fetch-forbidden") { PolicyHost = new() { WellKnown = "return 403;" } },
        new("server-error", NotProtected, "fetch-server-error") { PolicyHost = new() { WellKnown = "return 503;" } },
        new("teapot", NotProtected, "fetch-status") { PolicyHost = new() { WellKnown = "return 418;" } },
        new("size-64k-and-1", NotProtected, "fetch-too-large") { PolicyHost = new() { BodySize = 64 * 1024 + 1 } },
        new("size-chunked", NotProtected, "fetch-too-large") { PolicyHost = new() { BodySize = 64 * 1024 + 1, WellKnown = Chunked } },
        new("one-address-lost", Protected, "fetch-not-found") { PolicyHost = new() { WellKnownElsewhere = "return 404;" } },
        new("addresses-disagree", Protected, "fetch-addresses-disagree") { PolicyHost = new() { WellKnownElsewhere = OtherPolicy("addresses-disagree") } },
        new("agents-blocked", NotProtected, "fetch-forbidden fetch-user-agent-blocked") { PolicyHost = new() { Server = "if ($http_user_agent) { return 403; }" } },
        new("no-answer", NotProtected, "fetch-broken") { PolicyHost = new() { WellKnown = "return 444;" } },
        new("not-listening", NotProtected, "fetch-connection-refused") { PolicyHost = new() { Listens = false } },
        new("plain-http", NotProtected, "fetch-tls-not-spoken") { PolicyHost = new() { Listen = "" } },
        new("old-tls", NotProtected, "fetch-tls-old") { PolicyHost = new() { Server = OldTls } },
        new("no-certificate", NotProtected, "fetch-tls-no-certificate") { PolicyHost = new() { Server = "ssl_reject_handshake on;" } },

        new("web-chain", Protected, "") { PolicyHost = new() { Certificate = CertificateKind.UnderIntermediate, SendsIssuer = true } },
        new("web-chain-cut", NotProtected, "fetch-certificate-untrusted") { PolicyHost = new() { Certificate = CertificateKind.UnderIntermediate } },
        Shows(CertificateKind.ExpiresSoon, Protected, "fetch-certificate-expires-soon"),
        Shows(CertificateKind.Expired, NotProtected, "fetch-certificate-expired"),
        Shows(CertificateKind.NotYetValid, NotProtected, "fetch-certificate-not-yet-valid"),
        Shows(CertificateKind.SelfSigned, NotProtected, "fetch-certificate-self-signed"),
        Shows(CertificateKind.WrongName, NotProtected, "fetch-certificate-name-mismatch"),
        Shows(CertificateKind.NameOnlyInSubject, NotProtected, "fetch-certificate-name-only-in-subject"),
        Shows(CertificateKind.Untrusted, NotProtected, "fetch-certificate-untrusted"),
    ];

    /// <summary>Good policies; the mail host is where the fault is.</summary>
    public static ImmutableArray<PeerDomain> Mail { get; } =
    [
        Mx("mx-good", Protected, "", new()),
        new("mx-shared", Protected, "") { MailHosts = [], ForeignMx = $"mx1.mx-good.{PeerZones.Signed}" },
        Mx("mx-tls12", Protected, "", new() { Settings = ["smtpd_tls_protocols=TLSv1.2"] }),
        Mx("mx-insists-on-tls", Protected, "", new() { Settings = ["smtpd_tls_security_level=encrypt"] }),
        Mx("mx-asks-certificate", Protected, "", new() { Settings = ["smtpd_tls_ask_ccert=yes"] }),
        Mx("mx-testing", "testing-only", "smtp-certificate-expired", new() { Certificate = CertificateKind.Expired }) with { Mode = "testing" },
        Mx("mx-postscreen", Protected, "", new() { Postscreen = true, Settings = ["postscreen_greet_action=enforce", "postscreen_greet_wait=2s", "postscreen_access_list=", "postscreen_cache_map="] }),
        Mx("mx-chain", Protected, "", new() { Certificate = CertificateKind.UnderIntermediate, SendsIssuer = true }),
        Mx("mx-chain-cut", AtRisk, "smtp-certificate-untrusted", new() { Certificate = CertificateKind.UnderIntermediate }),
        Mx("mx-expires-soon", Protected, "smtp-certificate-expires-soon", new() { Certificate = CertificateKind.ExpiresSoon }),
        Mx("mx-expired", AtRisk, "smtp-certificate-expired", new() { Certificate = CertificateKind.Expired }),
        Mx("mx-not-yet-valid", AtRisk, "smtp-certificate-not-yet-valid", new() { Certificate = CertificateKind.NotYetValid }),
        Mx("mx-self-signed", AtRisk, "smtp-certificate-self-signed", new() { Certificate = CertificateKind.SelfSigned }),
        Mx("mx-wrong-name", AtRisk, "smtp-certificate-name-mismatch", new() { Certificate = CertificateKind.WrongName }),
        Mx("mx-subject", AtRisk, "smtp-certificate-name-only-in-subject", new() { Certificate = CertificateKind.NameOnlyInSubject }),
        Mx("mx-untrusted", AtRisk, "smtp-certificate-untrusted", new() { Certificate = CertificateKind.Untrusted }),
        Mx("mx-no-starttls", AtRisk, "smtp-starttls-missing", new() { Settings = ["smtpd_tls_security_level=none"] }),
        Mx("mx-starttls-refused", AtRisk, "smtp-starttls-refused", new() { Settings = ["smtpd_tls_CAfile=/nonexistent.pem"] }),
        Mx("mx-without-certificate", AtRisk, "smtp-tls-refused", new() { Settings = ["smtpd_tls_chain_files=/nonexistent.pem"] }),
        Mx("mx-old-tls", AtRisk, "smtp-tls-old", new() { Settings = ["smtpd_tls_protocols=TLSv1.1", "tls_medium_cipherlist=ALL:@SECLEVEL=0"] }),
        Mx("mx-greets-554", AtRisk, "smtp-greeting-refused", new() { Settings = ["smtpd_delay_reject=no", "smtpd_client_restrictions=reject"] }),
        Mx("mx-greets-450", "undetermined", "smtp-greeting-refused", new() { Settings = ["smtpd_delay_reject=no", "smtpd_client_restrictions=defer"] }),
        Mx("mx-refuses-ehlo", "undetermined", "smtp-ehlo-refused", new() { Settings = ["smtpd_delay_reject=no", "smtpd_helo_restrictions=reject"] }),
        Mx("mx-not-listening", AtRisk, "smtp-connection-refused", new() { Listens = false }),
        Mx("mx-second-expired", AtRisk, "smtp-certificate-expired", new(), new() { Certificate = CertificateKind.Expired }),
    ];

    /// <summary>Mail hosts with TLSA records.</summary>
    public static ImmutableArray<PeerDomain> Dane { get; } =
    [
        Mx("dane-2-0-1", Protected, "dane-takes-precedence", new() { SendsIssuer = true, Tlsa = [new(2, 0, 1)] }),
        Mx("dane-2-1-1", Protected, "dane-takes-precedence", new() { SendsIssuer = true, Tlsa = [new(2, 1, 1)] }),
        Mx("dane-3-1-1", Protected, "dane-takes-precedence", new() { Tlsa = [new(3, 1, 1)] }),
        Mx("dane-3-0-2", Protected, "dane-takes-precedence", new() { Tlsa = [new(3, 0, 2)] }),
        Mx("dane-3-0-0", Protected, "dane-takes-precedence", new() { Tlsa = [new(3, 0, 0)] }),
        Mx("dane-intermediate", Protected, "dane-takes-precedence", new() { Certificate = CertificateKind.UnderIntermediate, SendsIssuer = true, Tlsa = [new(2, 1, 1)] }),
        Mx("dane-own-authority", AtRisk, "dane-takes-precedence smtp-certificate-untrusted", new() { Certificate = CertificateKind.Untrusted, SendsIssuer = true, Tlsa = [new(2, 0, 1)] }),
        Mx("dane-rollover", Protected, "dane-record-stale dane-takes-precedence", new() { Tlsa = [new(3, 1, 1), new(3, 1, 1, TlsaData.Wrong)] }),

        // Too large for one UDP answer.
        Mx("dane-large", Protected, "dane-record-stale dane-takes-precedence",
            new() { Certificate = CertificateKind.UnderIntermediate, SendsIssuer = true, Tlsa = [new(3, 0, 0), new(2, 0, 0), new(3, 0, 0, TlsaData.Wrong)] }),

        Mx("dane-3-1-1-wrong", AtRisk, "dane-mismatch dane-takes-precedence", new() { Tlsa = [new(3, 1, 1, TlsaData.Wrong)] }),
        Mx("dane-2-1-1-wrong", AtRisk, "dane-mismatch dane-takes-precedence", new() { SendsIssuer = true, Tlsa = [new(2, 1, 1, TlsaData.Wrong)] }),
        Mx("dane-ta-not-sent", AtRisk, "dane-ta-not-sent dane-takes-precedence", new() { Tlsa = [new(2, 0, 1)] }),
        Mx("dane-ta-name", AtRisk, "dane-ta-name-mismatch dane-takes-precedence smtp-certificate-name-mismatch",
            new() { Certificate = CertificateKind.WrongName, SendsIssuer = true, Tlsa = [new(2, 1, 1)] }),
        Mx("dane-ta-expired", AtRisk, "dane-ta-expired dane-takes-precedence smtp-certificate-expired",
            new() { Certificate = CertificateKind.Expired, SendsIssuer = true, Tlsa = [new(2, 1, 1)] }),

        // RFC 7672 §3.1.1: with DANE-EE neither names nor dates count, and still MTA-STS refuses such a host.
        Mx("dane-ee-ugly", AtRisk, "dane-takes-precedence smtp-certificate-expired smtp-certificate-name-mismatch smtp-certificate-self-signed",
            new() { Certificate = CertificateKind.SelfSignedWrongNameExpired, Tlsa = [new(3, 1, 1)] }),
        Mx("dane-no-starttls", AtRisk, "dane-starttls-missing dane-takes-precedence smtp-starttls-missing",
            new() { Tlsa = [new(3, 1, 1)], Settings = ["smtpd_tls_security_level=none"] }),
        Mx("dane-pkix-usages", Protected, "dane-all-unusable dane-record-unusable dane-record-unusable", new() { SendsIssuer = true, Tlsa = [new(0, 0, 1), new(1, 1, 1)] }),
        Mx("dane-short", Protected, "dane-all-unusable dane-record-unusable", new() { Tlsa = [new(3, 1, 1, TlsaData.Short)] }),
        Mx("dane-bogus", AtRisk, "dane-lookup-failed", new() { TlsaAlias = $"anything.{PeerZones.Bogus}" }),
        Mx("dane-partial", Protected, "dane-partial dane-takes-precedence", new() { Tlsa = [new(3, 1, 1)] }, new()),
        Mx("dane-unsigned", Protected, "dane-unsigned", new() { Tlsa = [new(3, 1, 1)] }) with { Zone = PeerZones.Plain },
        Mx("dane-mx-unsigned", Protected, "dane-mx-unsigned", new() { Zone = PeerZones.Signed, Tlsa = [new(3, 1, 1)] }) with { Zone = PeerZones.Plain },
        new("all-bogus", "undetermined", "dns-server-failure") { Zone = PeerZones.Bogus },
    ];

    private static PeerDomain Shows(CertificateKind kind, string verdict, string codes) =>
        new($"web-{kind.ToString().ToLowerInvariant()}", verdict, codes) { PolicyHost = new() { Certificate = kind } };

    /// <summary>Answers with a policy of another max_age than the file's.</summary>
    private static string OtherPolicy(string label) =>
        $"types {{ }} default_type text/plain; return 200 \"version: STSv1\\nmode: enforce\\nmx: mx1.{label}.{PeerZones.Signed}\\nmax_age: 1209600\\n\";";

    private static PeerDomain Mx(string label, string verdict, string codes, MailHostPlan host, MailHostPlan? second = null) =>
        new(label, verdict, codes) { MailHosts = second is null ? [host] : [host, second] };
}
