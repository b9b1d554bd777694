namespace StrictPost.Protocol.MtaSts;

/// <summary>What DNS says at <c>_mta-sts.</c>, as far as a sender cares. The family is closed.</summary>
public abstract record RecordAnswer
{
    private RecordAnswer()
    {
    }

    /// <summary>There is exactly one usable record.</summary>
    /// <param name="Id">Its id.</param>
    public sealed record Present(string Id) : RecordAnswer;

    /// <summary>There is none, or none that can be used.</summary>
    public sealed record Absent : RecordAnswer;

    /// <summary>Nobody could say.</summary>
    public sealed record Unknown : RecordAnswer;
}

/// <summary>A policy that a sender holds.</summary>
/// <param name="Policy">As it was fetched.</param>
/// <param name="Id">The record's id at that time.</param>
/// <param name="FetchedAt">Its life runs from here, and from nothing else (RFC 8461 §3.2).</param>
public sealed record CachedPolicy(StsPolicy Policy, string Id, DateTimeOffset FetchedAt)
{
    /// <summary>From then on it no longer applies.</summary>
    public DateTimeOffset Expires => FetchedAt.AddSeconds(Policy.MaxAge);
}

/// <summary>A fetch that gave no policy.</summary>
/// <param name="Id">For which id.</param>
/// <param name="At">When.</param>
public sealed record FailedFetch(string Id, DateTimeOffset At);

/// <summary>All that a sender remembers of one policy domain between two mails.</summary>
/// <param name="Policy">The policy that it holds, perhaps expired.</param>
/// <param name="Failure">The last fetch, if that failed.</param>
public sealed record SenderMemory(CachedPolicy? Policy, FailedFetch? Failure)
{
    /// <summary>Of a domain never met.</summary>
    public static SenderMemory Empty { get; } = new(null, null);
}

/// <summary>Whether a sender is to fetch a policy now.</summary>
public enum FetchNeed
{
    /// <summary>No.</summary>
    None,

    /// <summary>Yes, while mail goes on under the policy that it holds (RFC 8461 §3.3, "refresh").</summary>
    InBackground,

    /// <summary>Yes, before it decides on a mail; "before permanently failing" at the latest (RFC 8461 §5.1).</summary>
    BeforeDelivery,
}

/// <summary>What a sender does next for a domain.</summary>
/// <param name="Applies">The policy in force as long as nothing new is fetched; null for none.</param>
/// <param name="Fetch">Whether to fetch.</param>
public sealed record SenderStep(StsPolicy? Applies, FetchNeed Fetch);

/// <summary>
/// The life of a policy at a sender (RFC 8461 §3.3, §5.1 and §10.2): pure steps over what it remembers. The name looked up is
/// the policy domain itself, or the smart host's; a parent's policy never applies (§3.4).
/// </summary>
public static class SenderPolicy
{
    /// <summary>How long a failed fetch is not tried again for the same id ("SHOULD … at least five minutes", §3.3).</summary>
    public static readonly TimeSpan FailurePause = TimeSpan.FromMinutes(5);

    /// <summary>How old a policy may grow before it is fetched anew, whatever the record says ("daily", §3.3).</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromDays(1);

    /// <summary>What to do before a mail, by memory and record.</summary>
    public static SenderStep Next(SenderMemory memory, RecordAnswer record, DateTimeOffset now)
    {
        var held = memory.Policy is { } policy && now < policy.Expires ? policy : null;
        return new SenderStep(held?.Policy, Need(held, memory.Failure, record, now));
    }

    /// <summary>What to remember after a fetch.</summary>
    /// <param name="memory">Before it.</param>
    /// <param name="id">The record's id, or that of the policy held where the record is gone.</param>
    /// <param name="fetched">The policy; null when there was none to be had, or none that can be used.</param>
    /// <param name="now">When the fetch ended.</param>
    public static SenderMemory Learn(SenderMemory memory, string id, StsPolicy? fetched, DateTimeOffset now) => fetched is null
        ? memory with { Failure = new FailedFetch(id, now) }
        : new SenderMemory(new CachedPolicy(fetched, id, now), Failure: null);

    /// <summary>
    /// Whether whoever runs the sender should hear of a failed fetch: while a policy is held, the failure may be an attack that waits
    /// for the policy to expire; a domain that has left with mode none is none of their business (RFC 8461 §10.2 and §8.3).
    /// </summary>
    public static bool DeservesAlert(SenderMemory memory, DateTimeOffset now) =>
        memory is { Failure: not null, Policy: { Policy.Mode: not PolicyMode.None } policy } && now < policy.Expires;

    private static FetchNeed Need(CachedPolicy? held, FailedFetch? failure, RecordAnswer record, DateTimeOffset now)
    {
        string? id = (record as RecordAnswer.Present)?.Id;
        bool failedLately = failure is not null && failure.Id == (id ?? held?.Id) && now - failure.At < FailurePause;
        if (failedLately)
            return FetchNeed.None;
        if (id is not null && id != held?.Id)
            return FetchNeed.BeforeDelivery;
        // "the absence of a usable TXT record is not by itself sufficient to remove a sender's previously cached policy" (§3.1)
        return held is not null && now - held.FetchedAt >= RefreshInterval ? FetchNeed.InBackground : FetchNeed.None;
    }
}
