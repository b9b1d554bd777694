namespace StrictPost.Engine.Storage.Ledger;

/// <summary>How often a body was fetched on one day by one kind of program from one network.</summary>
/// <param name="Domain">The mail domain, as A-labels.</param>
/// <param name="PolicyId">The id of the body.</param>
/// <param name="Day">Days since 1970, UTC; 1 or more.</param>
/// <param name="Family">One of <see cref="Protocol.Ledger.SenderFamily"/>'s.</param>
/// <param name="Network">Such as <c>192.0.2.0/24</c>.</param>
/// <param name="Times">How often, since the last report.</param>
/// <param name="FirstAt">When first, since the last report.</param>
/// <param name="LastAt">When last.</param>
public sealed record FetchTotal(
    string Domain, string PolicyId, long Day, string Family, string Network, long Times, DateTimeOffset FirstAt, DateTimeOffset LastAt)
{
    /// <summary>Stands for all networks, where they are too many to tell apart.</summary>
    public const string AnyNetwork = "any";
}
