namespace StrictPost.Protocol.Findings;

/// <summary>Sentences that findings about mail servers share.</summary>
internal static class SmtpTexts
{
    public const string Refused = "In `enforce` a sender that honours MTA-STS does not deliver to a host that cannot prove itself with TLS; "
        + "it tries the others, keeps the mail, and returns it after days. In `testing` it delivers, and reports the fault. ";

    public const string NoMail = "Mail to this host waits at the senders, with or without MTA-STS, and comes back after days when no other "
        + "host takes it. ";

    public const string FromHere = "This says nothing for certain about the host: many networks, and most cloud providers, block port 25 outwards. ";
}
