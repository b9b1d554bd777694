using System.Collections.Immutable;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.Site;

/// <summary>What a policy site is made for.</summary>
internal enum SiteTarget
{
    /// <summary>GitHub Pages, published by a workflow.</summary>
    GitHubPages,

    /// <summary>Any web server.</summary>
    Static,

    /// <summary>nginx.</summary>
    Nginx,

    /// <summary>Caddy.</summary>
    Caddy,
}

/// <summary>Everything that the files of one policy site depend on: equal plans give equal files.</summary>
internal sealed record SitePlan
{
    /// <summary>The mail domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>Its policy.</summary>
    public required StsPolicy Policy { get; init; }

    /// <summary>The id of that policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>The records to publish; without one for the policy host where nobody said where it is.</summary>
    public required RecordSet Records { get; init; }

    /// <summary>What serves the site.</summary>
    public required SiteTarget Target { get; init; }

    /// <summary>The options of <c>records</c> that give the same records.</summary>
    public required string RecordsOptions { get; init; }

    /// <summary>Which StrictPost the workflow installs.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The policy host's name.</summary>
    public string Host => $"{StsPolicy.HostLabel}.{Domain}";

    /// <summary>Where senders fetch the policy.</summary>
    public string Url => $"https://{Host}{StsPolicy.Path}";

    /// <summary>The one record at a name, or none.</summary>
    public ImmutableArray<DnsRecord> RecordsAt(string name) => [.. Records.Records.Where(record => record.Name.Ascii == name)];
}

/// <summary>One file of a site.</summary>
/// <param name="Path">Below the site's folder, with <c>/</c>.</param>
/// <param name="Content">The whole text.</param>
internal sealed record SiteFile(string Path, string Content);
