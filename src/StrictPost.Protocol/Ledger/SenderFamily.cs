namespace StrictPost.Protocol.Ledger;

/// <summary>
/// What kind of program fetched a policy, by how it calls itself (RFC 9110 §10.1.5): a few names, so that the ledger stays small whatever
/// strangers send. Anybody can call itself anything; nothing depends on it.
/// </summary>
public static class SenderFamily
{
    /// <summary>It gave no name.</summary>
    public const string Nameless = "none";

    /// <summary>A name that says nothing to us.</summary>
    public const string Other = "other";

    /// <summary>How much of a name is looked at, in characters.</summary>
    private const int Longest = 256;

    /// <summary>The first word that a name holds decides. Libraries come last: programs built on them often name both.</summary>
    private static readonly (string Word, string Family)[] Known =
    [
        ("Google-SMTP-STS", "Google"),
        ("postfix-tlspol", "postfix-tlspol"),
        ("mta-sts-resolver", "postfix-mta-sts-resolver"),
        ("strictpost", "StrictPost"),
        ("stalwart", "Stalwart"),
        ("kumo", "KumoMTA"),
        ("halon", "Halon"),
        ("maddy", "maddy"),
        ("chasquid", "chasquid"),
        ("exim", "Exim"),
        ("mox/", "mox"),
        ("hardenize", "Hardenize"),
        ("internet.nl", "internet.nl"),
        ("mail.ru", "Mail.ru"),
        ("yahoo", "Yahoo"),
        ("microsoft", "Microsoft"),
        ("outlook", "Microsoft"),
        ("proofpoint", "Proofpoint"),
        ("mimecast", "Mimecast"),
        ("google", "Google"),
        ("aiohttp", "Python"),
        ("python", "Python"),
        ("Go-http-client", "Go"),
        ("okhttp", "Java"),
        ("java", "Java"),
        ("curl", "curl"),
        ("wget", "wget"),
        ("libwww-perl", "Perl"),
        ("node", "Node.js"),
        ("axios", "Node.js"),
        ("Mozilla/", "browser"),
    ];

    /// <summary>The family of a program, by its User-Agent header as it was sent.</summary>
    public static string Of(ReadOnlySpan<char> userAgent)
    {
        var name = userAgent.Trim();
        if (name.IsEmpty)
            return Nameless;
        name = name[..Math.Min(name.Length, Longest)];
        foreach (var (word, family) in Known)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
                return family;
        }

        return Other;
    }
}
