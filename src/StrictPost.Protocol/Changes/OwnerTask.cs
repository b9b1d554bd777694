using System.Collections.Immutable;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Changes;

/// <summary>What the owner of a domain has to do himself for a change to go on.</summary>
/// <param name="Text">In a sentence.</param>
/// <param name="Lines">What to copy: a record, a file; may be empty.</param>
public sealed record OwnerTask(string Text, ImmutableArray<string> Lines)
{
    /// <summary>The same action, for somebody who does it by hand.</summary>
    public static OwnerTask Of(ChangeAction action, DomainName domain) => action switch
    {
        ChangeAction.Serve serve => new(
            $"Have https://{StsPolicy.HostLabel}.{domain}{StsPolicy.Path} serve exactly this:",
            [.. serve.Policy.ToBody().Split("\r\n", StringSplitOptions.RemoveEmptyEntries)]),
        ChangeAction.Announce announce => new(
            announce.InPlaceOf.All(id => id is null) ? "Publish this record:" : "Publish this record, in place of the one that is there:",
            [$"{StsRecord.Label}.{domain}. IN TXT \"v=STSv1; id={announce.Id};\""]),
        ChangeAction.MoveMail move => new(
            "Change the MX records to these hosts, with the preferences that you want:",
            [.. move.Hosts.Hosts.Select(host => $"{domain}. IN MX 10 {host}.")]),
        ChangeAction.Withdraw => new("Remove this record:", [$"{StsRecord.Label}.{domain}. IN TXT"]),
        _ => new("Remove the policy host's records, and let its certificate go:", [$"{StsPolicy.HostLabel}.{domain}."]),
    };
}
