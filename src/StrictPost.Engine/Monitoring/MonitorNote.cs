using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Engine.Monitoring;

/// <summary>Something that monitors found, for logs.</summary>
public abstract record MonitorNote;

/// <summary>Something is to be told of an incident.</summary>
public sealed record IncidentNoted(StoredIncident Incident, NoticeKind Notice) : MonitorNote;

/// <summary>A look was made, and what it saw is in the store.</summary>
/// <param name="Domain">At which domain.</param>
/// <param name="IsFull">Whether its mail hosts were looked at, too.</param>
public sealed record DomainLooked(string Domain, bool IsFull) : MonitorNote;

/// <summary>The store could not be used.</summary>
/// <param name="Domain">Whose look it was; null where it was nobody's.</param>
/// <param name="Fault">Why.</param>
public sealed record MonitorStoreAway(string? Domain, StoreException Fault) : MonitorNote;
