using System.Collections.Immutable;

namespace StrictPost.Protocol.Evidence;

/// <summary>How a DNS question ended. Keeps apart that there is nothing, and that nobody could say.</summary>
public enum LookupEnd
{
    /// <summary>There is at least one record of the asked type.</summary>
    Answered,

    /// <summary>NXDOMAIN: the name does not exist, for any type.</summary>
    NoSuchName,

    /// <summary>The name exists, without a record of this type.</summary>
    NoData,

    /// <summary>SERVFAIL: the server tried and failed, as with broken DNSSEC or dead authoritative servers.</summary>
    ServerFailure,

    /// <summary>REFUSED or another code by which a server declines: a lame delegation, most often.</summary>
    Refused,

    /// <summary>No server answered in time.</summary>
    TimedOut,

    /// <summary>No server could be asked.</summary>
    Unreachable,

    /// <summary>What came is no DNS answer to the question.</summary>
    Malformed,
}

/// <summary>One DNS question and what came of it, as it was seen.</summary>
/// <typeparam name="T">What a record of the asked type holds.</typeparam>
public sealed record Lookup<T>
{
    /// <summary>The name asked for, as A-labels without trailing dot.</summary>
    public required string Name { get; init; }

    /// <summary>The record type by its mnemonic, such as <c>TXT</c>.</summary>
    public required string Type { get; init; }

    /// <summary>How it ended.</summary>
    public required LookupEnd End { get; init; }

    /// <summary>What was found, in the order in which it came; empty unless <see cref="LookupEnd.Answered"/>.</summary>
    public ImmutableArray<T> Found { get => field.IsDefault ? [] : field; init; }

    /// <summary>For how long the first record to expire may be kept, or that there is none (RFC 2308 §5).</summary>
    public TimeSpan TimeToLive { get; init; }

    /// <summary>The targets of the aliases (CNAME) that were followed, in order, without trailing dots.</summary>
    public ImmutableArray<string> Aliases { get => field.IsDefault ? [] : field; init; }

    /// <summary>The AD bit: the server asked vouches that DNSSEC proves the answer (RFC 4035 §3.2.3).</summary>
    public bool IsAuthenticated { get; init; }

    /// <summary>The response code or the system's words, where there is more to say than <see cref="End"/>.</summary>
    public string? Detail { get; init; }

    /// <summary>How long the answer took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>True when DNS said for certain what is there, be it nothing.</summary>
    public bool IsCertain => End is LookupEnd.Answered or LookupEnd.NoSuchName or LookupEnd.NoData;

    /// <summary>The name at the end of the chain of aliases.</summary>
    public string FinalName => Aliases is [.., var last] ? last : Name;

    /// <summary>The end as the end of a sentence that starts with the name, such as "does not exist".</summary>
    public string Verdict => End switch
    {
        LookupEnd.Answered => $"has {Found.Length} of them",
        LookupEnd.NoSuchName => "does not exist (NXDOMAIN)",
        LookupEnd.NoData => "has no record of this type",
        LookupEnd.ServerFailure or LookupEnd.Refused => $"could not be looked up: the DNS server answered {Detail ?? End.ToString()}",
        LookupEnd.TimedOut => "could not be looked up: no DNS server answered in time",
        LookupEnd.Unreachable => $"could not be looked up: {Detail ?? "no DNS server can be reached"}",
        _ => $"could not be looked up: the answer makes no sense ({Detail})",
    };
}
