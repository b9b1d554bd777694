using System.Collections.Immutable;

namespace StrictPost.Engine.Publishing.Wire;

/// <summary>A DNS message that was received, as far as updates need it (RFC 1035 §4, RFC 2136 §2).</summary>
/// <param name="Bytes">The whole message.</param>
/// <param name="Id">Repeats the id of the question.</param>
/// <param name="Flags">The second two bytes of the header.</param>
/// <param name="Answers">Of a question: the records in its answer.</param>
/// <param name="SignatureAt">Where the TSIG record begins, which is always the last one (RFC 8945 §5.1); null where there is none.</param>
internal sealed record WireMessage(byte[] Bytes, int Id, int Flags, ImmutableArray<WireRecord> Answers, int? SignatureAt)
{
    /// <summary>Length of the header, in bytes.</summary>
    public const int HeaderLength = 12;

    /// <summary>Where the number of additional records stands in the header.</summary>
    public const int AdditionalCountAt = 10;

    private const int ResponseFlag = 0x8000;
    private const int AuthoritativeFlag = 0x0400;
    private const int TruncatedFlag = 0x0200;

    /// <summary>True for a response, false for a question.</summary>
    public bool IsResponse => (Flags & ResponseFlag) != 0;

    /// <summary>True when the one who answers speaks for the zone.</summary>
    public bool IsAuthoritative => (Flags & AuthoritativeFlag) != 0;

    /// <summary>True when a part is missing.</summary>
    public bool IsTruncated => (Flags & TruncatedFlag) != 0;

    /// <summary>What kind of message it is: 0 for a question, 5 for an update.</summary>
    public int Operation => (Flags >> 11) & 0xF;

    /// <summary>How it went, in the header's own four bits.</summary>
    public WireCode Code => (WireCode)(Flags & 0xF);

    /// <summary>Reads a message.</summary>
    /// <returns>Null where it is none.</returns>
    public static WireMessage? Read(byte[] bytes)
    {
        var reader = new WireReader(bytes);
        int id = reader.UInt16();
        int flags = reader.UInt16();
        int questions = reader.UInt16();
        int answers = reader.UInt16();
        int others = reader.UInt16();
        int additional = reader.UInt16();
        for (int i = 0; i < questions && !reader.HasFailed; i++)
        {
            reader.Name();
            reader.Int32();
        }

        var found = ImmutableArray.CreateBuilder<WireRecord>();
        for (int i = 0; i < answers && !reader.HasFailed; i++)
            found.Add(Record(ref reader, bytes));
        int last = 0;
        var type = default(WireType);
        for (int i = 0; i < others + additional && !reader.HasFailed; i++)
        {
            last = reader.Position;
            type = Record(ref reader, bytes).Type;
        }

        bool isSigned = additional > 0 && type == WireType.Tsig;
        return reader.HasFailed ? null : new WireMessage(bytes, id, flags, found.ToImmutable(), isSigned ? last : null);
    }

    /// <summary>One record; of an alias the target is read out, since it may be compressed.</summary>
    private static WireRecord Record(ref WireReader reader, byte[] bytes)
    {
        string name = reader.Name();
        var type = (WireType)reader.UInt16();
        int @class = reader.UInt16();
        int ttl = reader.Int32();
        int length = reader.UInt16();
        int start = reader.Position;
        var data = reader.Bytes(length);
        if (type != WireType.Cname || reader.HasFailed)
            return new WireRecord(name, type, @class, ttl, new WireData(data.ToArray()));
        var inner = new WireReader(bytes, start);
        string target = inner.Name();
        return new WireRecord(name, type, @class, ttl, inner.HasFailed || target.Contains('\\', StringComparison.Ordinal) ? new WireData(data.ToArray()) : WireData.OfName(target));
    }
}

/// <summary>How a question or an update went (RFC 1035 §4.1.1, RFC 2136 §2.2, RFC 8945 §3).</summary>
internal enum WireCode
{
    /// <summary>NOERROR.</summary>
    Fine = 0,

    /// <summary>FORMERR: the server could not read the message.</summary>
    FormatError = 1,

    /// <summary>SERVFAIL: something went wrong in the server.</summary>
    ServerFailure = 2,

    /// <summary>NXDOMAIN: the name does not exist, and should.</summary>
    NoSuchName = 3,

    /// <summary>NOTIMP: the server does not do such things.</summary>
    NotImplemented = 4,

    /// <summary>REFUSED: the server may not do it for us.</summary>
    Refused = 5,

    /// <summary>YXDOMAIN: the name exists, and should not.</summary>
    NameExists = 6,

    /// <summary>YXRRSET: records exist that should not.</summary>
    SetExists = 7,

    /// <summary>NXRRSET: records do not exist, or are others, that should be as named.</summary>
    SetDiffers = 8,

    /// <summary>NOTAUTH: the server has no authority for the zone, or the signature is no good.</summary>
    NotAuthoritative = 9,

    /// <summary>NOTZONE: a name is not in the zone.</summary>
    NotInZone = 10,

    /// <summary>BADSIG, in a TSIG record: the signature is wrong.</summary>
    BadSignature = 16,

    /// <summary>BADKEY, in a TSIG record: the server has no such key.</summary>
    BadKey = 17,

    /// <summary>BADTIME, in a TSIG record: the clocks differ.</summary>
    BadTime = 18,

    /// <summary>BADTRUNC, in a TSIG record: the signature is too short for the server.</summary>
    BadTruncation = 22,
}
