using System.Collections.Immutable;

namespace StrictPost.Engine.Dns;

/// <summary>
/// What a DNS question led to. The family is closed, and keeps apart what senders must keep apart: that there is nothing
/// (<see cref="NoSuchName"/>, <see cref="NoData"/>), and that nobody could say (all the rest).
/// </summary>
/// <typeparam name="T">What a record of the asked type holds.</typeparam>
public abstract record DnsOutcome<T>
{
    private DnsOutcome()
    {
    }

    /// <summary>What was found; empty for every other outcome.</summary>
    public virtual ImmutableArray<T> Found => [];

    /// <summary>True when DNS said for certain what is there, be it nothing.</summary>
    public bool IsCertain => this is Answer or NoSuchName or NoData;

    /// <summary>The outcome as the end of a sentence that starts with the name, such as "does not exist".</summary>
    public abstract string Verdict { get; }

    /// <summary>There are records: at least one.</summary>
    /// <param name="Values">In the order in which they came.</param>
    /// <param name="TimeToLive">How long the first to expire may be kept.</param>
    public sealed record Answer(ImmutableArray<T> Values, TimeSpan TimeToLive) : DnsOutcome<T>
    {
        /// <inheritdoc/>
        public override ImmutableArray<T> Found => Values;

        /// <inheritdoc/>
        public override string Verdict => $"has {Values.Length} of them";
    }

    /// <summary>NXDOMAIN: the name does not exist, for any type.</summary>
    public sealed record NoSuchName : DnsOutcome<T>
    {
        /// <inheritdoc/>
        public override string Verdict => "does not exist (NXDOMAIN)";
    }

    /// <summary>The name exists, without a record of this type.</summary>
    public sealed record NoData : DnsOutcome<T>
    {
        /// <inheritdoc/>
        public override string Verdict => "has no record of this type";
    }

    /// <summary>A server answered that it cannot or will not.</summary>
    /// <param name="Code">The response code, such as <c>SERVFAIL</c> or <c>REFUSED</c>.</param>
    public sealed record ServerFailure(string Code) : DnsOutcome<T>
    {
        /// <inheritdoc/>
        public override string Verdict => $"could not be looked up: the DNS server answered {Code}";
    }

    /// <summary>No server answered in time.</summary>
    public sealed record TimedOut : DnsOutcome<T>
    {
        /// <inheritdoc/>
        public override string Verdict => "could not be looked up: no DNS server answered in time";
    }

    /// <summary>No server could be asked.</summary>
    /// <param name="Reason">The operating system's words.</param>
    public sealed record Unreachable(string Reason) : DnsOutcome<T>
    {
        /// <inheritdoc/>
        public override string Verdict => $"could not be looked up: {Reason}";
    }

    /// <summary>What came is no DNS answer to the question.</summary>
    /// <param name="Reason">What is wrong with it.</param>
    public sealed record Malformed(string Reason) : DnsOutcome<T>
    {
        /// <inheritdoc/>
        public override string Verdict => $"could not be looked up: the answer makes no sense ({Reason})";
    }
}
