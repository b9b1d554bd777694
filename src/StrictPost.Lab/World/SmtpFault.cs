namespace StrictPost.Lab.World;

/// <summary>At which of the client's turns a mail host misbehaves.</summary>
public enum SmtpStage
{
    /// <summary>The client has connected and waits for the greeting.</summary>
    Greeting,

    /// <summary>The client has said EHLO.</summary>
    Ehlo,

    /// <summary>The client has said STARTTLS.</summary>
    StartTls,

    /// <summary>The client has said EHLO again, inside TLS.</summary>
    EhloInTls,
}

/// <summary>
/// A fault of a mail host before or beside its TLS (for that, see <see cref="TlsFault"/>). Faults of different stages
/// add up; of two at one stage the first counts. The family is closed.
/// </summary>
public abstract record SmtpFault
{
    private SmtpFault()
    {
    }

    /// <summary>A greeting that is a refusal, in one line; the host then waits for QUIT.</summary>
    public sealed record GreetingRefused(string Reply = "554 5.7.1 No service for you") : SmtpFault;

    /// <summary>EHLO is refused, and HELO too.</summary>
    public sealed record EhloRefused(string Reply = "502 5.5.1 Command not implemented") : SmtpFault;

    /// <summary>STARTTLS is not offered, and not known when asked for.</summary>
    public sealed record NoStartTls : SmtpFault;

    /// <summary>STARTTLS is offered, and then refused.</summary>
    public sealed record StartTlsRefused(string Reply = "454 4.7.0 TLS not available due to temporary reason") : SmtpFault;

    /// <summary>Another protocol's words in place of the reply at this stage.</summary>
    public sealed record NotSpoken(SmtpStage At = SmtpStage.Greeting) : SmtpFault;

    /// <summary>The host closes the connection where its reply is due.</summary>
    public sealed record Closed(SmtpStage At = SmtpStage.Greeting) : SmtpFault;

    /// <summary>The host says nothing where its reply is due, and keeps the connection: a tarpit.</summary>
    public sealed record NoAnswer(SmtpStage At = SmtpStage.Greeting) : SmtpFault;

    /// <summary>Every reply comes after this time.</summary>
    public sealed record Slow(TimeSpan Delay) : SmtpFault;
}
