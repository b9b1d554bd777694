using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Engine.Alerts;

/// <summary>One message, as each channel gets it.</summary>
/// <param name="Id">The same each time that it is tried: a receiver that knows it already can leave it.</param>
/// <param name="Notice">What it tells.</param>
/// <param name="Incident">Of what.</param>
/// <param name="At">When it was queued.</param>
public sealed record AlertMessage(string Id, NoticeKind Notice, StoredIncident Incident, DateTimeOffset At)
{
    /// <summary>True for one that only tries the channel.</summary>
    public bool IsTest { get; init; }

    internal static AlertMessage Of(DueAlert alert) =>
        new($"{alert.Incident.Id}-{alert.Id}-{alert.CreatedAt.ToUnixTimeSeconds()}", alert.Kind, alert.Incident, alert.CreatedAt);
}
