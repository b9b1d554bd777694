using StrictPost.Engine.Storage.Reports;

namespace StrictPost.Engine.Intake;

/// <summary>Something that happened on the way of reports, for logs and progress.</summary>
public abstract record IntakeNote;

/// <summary>A delivery was read and stored.</summary>
public sealed record DeliveryStored(StoredDelivery Stored) : IntakeNote;

/// <summary>A delivery is read again later: DNS gave no answer about its signature.</summary>
public sealed record DeliveryPutOff(long Id) : IntakeNote;

/// <summary>The store could not be used; what was accepted waits.</summary>
public sealed record IntakeStoreAway(string Message) : IntakeNote;

/// <summary>A delivery made the reader fail, which is a bug of ours; the delivery is in quarantine.</summary>
public sealed record ReaderFailed(long Id, string Fault) : IntakeNote;
