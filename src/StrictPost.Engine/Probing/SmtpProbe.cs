using System.Net;
using StrictPost.Engine.Tls;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

/// <summary>
/// Talks to mail hosts. What is seen is given back before the farewell is over; that goes on behind it, for a second at most,
/// and is awaited on disposal.
/// </summary>
internal sealed class SmtpProbe(ObserveSettings settings, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Most conversations with one address at one time: mail hosts count strangers.</summary>
    public const int MostAtOnce = 2;

    private readonly AddressSlots _slots = new(MostAtOnce);
    private readonly Farewells _farewells = new();

    /// <summary>What one address shows.</summary>
    /// <param name="host">The mail host, for SNI.</param>
    /// <param name="address">Where to connect to.</param>
    /// <param name="cancellationToken">Gives up, which closes the connection without a word.</param>
    public async Task<SmtpEvidence> ObserveAsync(DomainName host, IPAddress address, CancellationToken cancellationToken)
    {
        var slot = await _slots.TakeAsync(address, cancellationToken);
        var notes = new SmtpNotes(address, time.GetUtcNow());
        var conversation = new SmtpConversation(settings, time, notes);
        long start = time.GetTimestamp();
        try
        {
            await conversation.RunAsync(host, address, cancellationToken);
        }
        catch
        {
            await EndAsync(conversation, slot);
            throw;
        }

        var evidence = notes.Seen with { Took = time.GetElapsedTime(start) };
        await _farewells.AddAsync(LeaveAsync(conversation, slot));
        return evidence;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _farewells.DisposeAsync();

    private static async Task LeaveAsync(SmtpConversation conversation, IDisposable slot)
    {
        try
        {
            await conversation.LeaveAsync();
        }
        finally
        {
            await EndAsync(conversation, slot);
        }
    }

    private static async Task EndAsync(SmtpConversation conversation, IDisposable slot)
    {
        await conversation.DisposeAsync();
        slot.Dispose();
    }
}
