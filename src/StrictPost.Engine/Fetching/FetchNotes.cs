using System.Buffers;
using System.Net;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Engine.Fetching;

/// <summary>What one fetch has seen so far, so that nothing is lost wherever it stops.</summary>
internal sealed class FetchNotes
{
    private readonly ArrayBufferWriter<byte> _body = new();

    public DateTimeOffset At { get; init; }

    public ConnectionPhase Phase { get; set; } = ConnectionPhase.Connecting;

    public TlsEvidence? Tls { get; set; }

    /// <summary>The answer without its body.</summary>
    public HttpEvidence? Head { get; set; }

    public bool IsCut { get; set; }

    public ConnectionEnd? End { get; set; }

    public int BodyLength => _body.WrittenCount;

    public void Add(ReadOnlySpan<byte> piece) => _body.Write(piece);

    public FetchEvidence ToEvidence(IPAddress address, TimeSpan took) => new()
    {
        Address = address.ToString(),
        At = At,
        Took = took,
        Tls = Tls,
        Http = Head is null ? null : Head with { Body = _body.WrittenSpan.ToArray(), IsCut = IsCut },
        End = End,
    };
}
