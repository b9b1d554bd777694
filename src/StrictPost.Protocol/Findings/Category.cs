namespace StrictPost.Protocol.Findings;

/// <summary>
/// Where on a sender's path a finding stands. A to D are those by which a survey of 68,030 domains counted its faults (Ashiq,
/// Fiebig, Chung, IMC 2025), B split as it did.
/// </summary>
public enum Category
{
    /// <summary>A: the record in DNS.</summary>
    Record,

    /// <summary>B: the addresses of the policy host.</summary>
    RetrievalDns,

    /// <summary>B: the connection to the policy host.</summary>
    RetrievalTcp,

    /// <summary>B: the policy host's TLS and certificate.</summary>
    RetrievalTls,

    /// <summary>B: the policy host's answer.</summary>
    RetrievalHttp,

    /// <summary>B: the policy itself.</summary>
    RetrievalSyntax,

    /// <summary>C: the mail hosts, their STARTTLS and their certificates.</summary>
    MailHost,

    /// <summary>D: the policy's patterns against the mail hosts there are.</summary>
    Coverage,

    /// <summary>E: names handed over to a provider.</summary>
    Delegation,

    /// <summary>F: the record that asks for reports.</summary>
    Reporting,

    /// <summary>G: TLSA records.</summary>
    Dane,

    /// <summary>H: allowed, and yet a bad idea.</summary>
    Practice,

    /// <summary>I: the reports that came, and what they say.</summary>
    Report,

    /// <summary>J: the way from one policy to the next.</summary>
    Change,

    /// <summary>K: what looking again and again shows, and a single look does not.</summary>
    Monitoring,

    /// <summary>What somebody gave us to work on.</summary>
    Input,

    /// <summary>The certificates of the policy hosts that we serve ourselves.</summary>
    Issuance,
}

/// <summary>Categories as they are printed.</summary>
public static class Categories
{
    /// <summary>The stable word for scripts, such as <c>B-tls</c>.</summary>
    public static string ToText(this Category category) => category switch
    {
        Category.Record => "A-record",
        Category.RetrievalDns => "B-dns",
        Category.RetrievalTcp => "B-tcp",
        Category.RetrievalTls => "B-tls",
        Category.RetrievalHttp => "B-http",
        Category.RetrievalSyntax => "B-syntax",
        Category.MailHost => "C-mail-host",
        Category.Coverage => "D-coverage",
        Category.Delegation => "E-delegation",
        Category.Reporting => "F-reporting",
        Category.Dane => "G-dane",
        Category.Practice => "H-practice",
        Category.Report => "I-report",
        Category.Change => "J-change",
        Category.Monitoring => "K-monitor",
        Category.Issuance => "issuance",
        _ => "input",
    };
}
