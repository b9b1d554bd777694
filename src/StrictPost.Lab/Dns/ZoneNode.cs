using System.Collections.Immutable;
using System.Net;
using ARSoft.Tools.Net.Dns;
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
    public static ZoneNode Missing { get; } = new() { Code = ReturnCode.NxDomain };

    public ReturnCode Code { get; init; } = ReturnCode.NoError;

    public int TimeToLive { get; init; }

    public string? Alias { get; init; }

    public ImmutableArray<string> Texts { get; init; } = [];

    public int StringBytes { get; init; } = LongestString;

    public ImmutableArray<IPAddress> Addresses { get; init; } = [];

    public ImmutableArray<LabMx> Mx { get; init; } = [];

    public bool Silent { get; init; }

    public bool TruncatedOverUdp { get; init; }

    /// <summary>The same node after this fault.</summary>
    public ZoneNode With(DnsFault fault) => fault switch
    {
        DnsFault.NameError => Missing,
        DnsFault.ServerFailure => Empty with { Code = ReturnCode.ServerFailure },
        DnsFault.Refused => Empty with { Code = ReturnCode.Refused },
        DnsFault.NoAnswer => this with { Silent = true },
        DnsFault.NoData => Empty with { TimeToLive = TimeToLive },
        DnsFault.ExtraText extra => this with { Code = ReturnCode.NoError, Texts = Texts.Add(extra.Text) },
        DnsFault.SplitText split => this with { StringBytes = Math.Clamp(split.Bytes, 1, LongestString) },
        DnsFault.Alias alias => Empty with { TimeToLive = TimeToLive, Alias = alias.Target },
        DnsFault.Truncated => this with { TruncatedOverUdp = true },
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "not a DNS fault that the lab knows"),
    };
}
