using System.Net;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

internal sealed class SmtpProbe(ObserveSettings settings, TimeProvider time) : IAsyncDisposable
{
    public Task<SmtpEvidence> ObserveAsync(DomainName host, IPAddress address, CancellationToken cancellationToken) =>
        Task.FromResult(new SmtpEvidence { Address = address.ToString(), At = time.GetUtcNow(), Greeting = settings.HelloName });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
