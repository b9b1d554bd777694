using System.Collections.Immutable;
using System.Net;
using StrictPost.Lab.Tls;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Dns;

/// <summary>What one name holds and how it answers. Faults turn a good node into a bad one.</summary>
internal sealed record ZoneNode
{
    /// <summary>The most bytes that a character-string holds (RFC 1035 §3.3).</summary>
    public const int LongestString = 255;

    /// <summary>A name that exists and holds nothing.</summary>
    public static ZoneNode Empty { get; } = new();

    /// <summary>A name that does not exist.</summary>
    public static ZoneNode Missing { get; } = new() { Code = DnsCode.NameError };

    public DnsCode Code { get; init; }

    public int TimeToLive { get; init; }

    public string? Alias { get; init; }

    public ImmutableArray<string> Texts { get; init; } = [];

    public int StringBytes { get; init; } = LongestString;

    public ImmutableArray<IPAddress> Addresses { get; init; } = [];

    public ImmutableArray<LabMx> Mx { get; init; } = [];

    public ImmutableArray<string> NameServers { get; init; } = [];

    public ImmutableArray<TlsaData> Tlsa { get; init; } = [];

    public bool Signed { get; init; }

    public bool Silent { get; init; }

    public bool TruncatedOverUdp { get; init; }

    public bool BreaksOff { get; init; }

    /// <summary>A name that exists only as long as it has texts.</summary>
    public static ZoneNode OfText(string? text) => text is null ? Missing : new ZoneNode { Texts = [text] };

    /// <summary>A name that exists only as long as it has addresses.</summary>
    public static ZoneNode OfHost(ImmutableArray<IPAddress> addresses) =>
        addresses.IsEmpty ? Missing : new ZoneNode { Addresses = addresses };

    /// <summary>The same node after this fault.</summary>
    public ZoneNode With(DnsFault fault) => fault switch
    {
        DnsFault.NameError => Bare(DnsCode.NameError),
        DnsFault.ServerFailure => Bare(DnsCode.ServerFailure),
        DnsFault.Refused => Bare(DnsCode.Refused),
        DnsFault.NoAnswer => this with { Silent = true },
        DnsFault.NoData => Bare(DnsCode.NoError),
        DnsFault.ExtraText extra => this with { Code = DnsCode.NoError, Texts = Texts.Add(extra.Text) },
        DnsFault.SplitText split => this with { StringBytes = Math.Clamp(split.Bytes, 1, LongestString) },
        DnsFault.Alias alias => Bare(DnsCode.NoError) with { Alias = alias.Target },
        DnsFault.Truncated => this with { TruncatedOverUdp = true },
        DnsFault.Malformed => this with { BreaksOff = true },
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "not a DNS fault that the lab knows"),
    };

    private ZoneNode Bare(DnsCode code) => new() { Code = code, TimeToLive = TimeToLive, Signed = Signed };
}
