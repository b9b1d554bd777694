namespace StrictPost.Lab.Dns;

/// <summary>Response codes (RFC 1035 §4.1.1).</summary>
internal enum DnsCode : byte
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
}

/// <summary>Record types that the lab has answers for, or that are asked for so often that a journal should name them.</summary>
internal enum DnsType : ushort
{
    A = 1,
    Ns = 2,
    CName = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Opt = 41,
    Ds = 43,
    DnsKey = 48,
    Tlsa = 52,
    Any = 255,
    Caa = 257,
}
