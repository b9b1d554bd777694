namespace StrictPost.Lab.World;

/// <summary>
/// A fault, or a rarely seen but lawful oddity, of a DNS answer. The family is closed: these and no others.
/// </summary>
public abstract record DnsFault
{
    private DnsFault(DnsPlace at) => At = at;

    /// <summary>Which of the names misbehaves.</summary>
    public DnsPlace At { get; }

    /// <summary>NXDOMAIN: the name is said not to exist.</summary>
    public sealed record NameError(DnsPlace At = DnsPlace.Record) : DnsFault(At);

    /// <summary>SERVFAIL.</summary>
    public sealed record ServerFailure(DnsPlace At = DnsPlace.Record) : DnsFault(At);

    /// <summary>REFUSED.</summary>
    public sealed record Refused(DnsPlace At = DnsPlace.Record) : DnsFault(At);

    /// <summary>No answer ever comes.</summary>
    public sealed record NoAnswer(DnsPlace At = DnsPlace.Record) : DnsFault(At);

    /// <summary>NOERROR without records: the name exists and has nothing of any type.</summary>
    public sealed record NoData(DnsPlace At = DnsPlace.Record) : DnsFault(At);

    /// <summary>One more TXT beside what is there: a second STS record, or something unrelated.</summary>
    public sealed record ExtraText(string Text, DnsPlace At = DnsPlace.Record) : DnsFault(At);

    /// <summary>
    /// Each TXT is cut into character-strings of that many bytes (1 to 255); readers join them without a space.
    /// </summary>
    public sealed record SplitText(int Bytes, DnsPlace At = DnsPlace.Record) : DnsFault(At);

    /// <summary>The name is a CNAME to <see cref="Target"/>, which has an answer only if the world knows it.</summary>
    public sealed record Alias(string Target, DnsPlace At = DnsPlace.Record) : DnsFault(At);

    /// <summary>
    /// Over UDP only an empty answer with the TC bit: who wants the answer has to ask again over TCP.
    /// </summary>
    public sealed record Truncated(DnsPlace At = DnsPlace.Record) : DnsFault(At);

    /// <summary>The answer breaks off in the middle of a record.</summary>
    public sealed record Malformed(DnsPlace At = DnsPlace.Record) : DnsFault(At);
}
