using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Changes;

/// <summary>One step of a change. Steps are data: what each one needs, and when it has ended, is for <see cref="StepRules"/> to say.</summary>
public abstract record ChangeStep
{
    private ChangeStep()
    {
    }

    /// <summary>The evidence is there that enforcing refuses no mail.</summary>
    public sealed record PassGate(GateTerms Terms) : ChangeStep;

    /// <summary>Every host that takes mail, as all servers of the zone say, is named by the policy to come.</summary>
    public sealed record SeeMail(StsPolicy Policy) : ChangeStep;

    /// <summary>Nobody has another answer about MX in a cache any more.</summary>
    public sealed record AwaitMail : ChangeStep;

    /// <summary>The policy host serves this at every address.</summary>
    public sealed record Serve(StsPolicy Policy) : ChangeStep;

    /// <summary>The record has the id of this policy, at every server of its zone.</summary>
    public sealed record Announce(StsPolicy Policy) : ChangeStep;

    /// <summary>Nobody has an older record in a cache any more.</summary>
    public sealed record AwaitRecord : ChangeStep;

    /// <summary>No sender holds a policy that would refuse mail to one of these hosts.</summary>
    public sealed record AwaitHorizon(MailHostSet Hosts) : ChangeStep;

    /// <summary>The MX records name these hosts, at every server of the zone.</summary>
    public sealed record MoveMail(MailHostSet Hosts) : ChangeStep;

    /// <summary>No sender holds any policy but one of mode none.</summary>
    public sealed record AwaitExpiry : ChangeStep;

    /// <summary>There is no record, at any server of its zone.</summary>
    public sealed record Withdraw : ChangeStep;

    /// <summary>The policy is served no more.</summary>
    public sealed record StopServing : ChangeStep;
}

/// <summary>What somebody has to do for a step to go on: this program where it may, else the owner. Doing it twice does no more than doing it once.</summary>
public abstract record ChangeAction
{
    private ChangeAction()
    {
    }

    /// <summary>Have the policy host serve this.</summary>
    public sealed record Serve(StsPolicy Policy) : ChangeAction;

    /// <summary>Give the record this id, in place of what was seen there.</summary>
    /// <param name="Id">The id.</param>
    /// <param name="InPlaceOf">What the servers have now, which may be overwritten; null stands for no record.</param>
    public sealed record Announce(string Id, System.Collections.Immutable.ImmutableArray<string?> InPlaceOf) : ChangeAction;

    /// <summary>Have the MX records name these hosts, and no others.</summary>
    public sealed record MoveMail(MailHostSet Hosts) : ChangeAction;

    /// <summary>Remove the record.</summary>
    /// <param name="InPlaceOf">What the servers have now, which may be removed.</param>
    public sealed record Withdraw(System.Collections.Immutable.ImmutableArray<string?> InPlaceOf) : ChangeAction;

    /// <summary>Serve no policy any more, and let the policy host's name go.</summary>
    public sealed record StopServing : ChangeAction;
}
