using System.Net;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Engine.Probing;

/// <summary>What one conversation has shown so far, so that nothing is lost wherever it stops.</summary>
internal sealed class SmtpNotes(IPAddress address, DateTimeOffset at)
{
    private const int LongestGreeting = 500;

    public ConnectionPhase Phase { get; set; } = ConnectionPhase.Connecting;

    public SmtpEvidence Seen { get; set; } = new() { Address = address.ToString(), At = at };

    public void Greet(string text) => Seen = Seen with { Greeting = text.Length > LongestGreeting ? text[..LongestGreeting] : text };

    /// <summary>Writes down why it goes no further, in the phase where it is.</summary>
    public void Stop(ConnectionFault fault, string? detail = null) =>
        Seen = Seen with { End = new ConnectionEnd(fault, Phase) { Detail = detail } };
}
