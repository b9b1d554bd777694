using System.Collections.Immutable;
using StrictPost.Protocol.Checking;

namespace StrictPost.Rendering;

/// <summary>One station on the way of a mail. Its texts hold what came from outside: escape them on the way out.</summary>
/// <param name="Mark">How it is.</param>
/// <param name="Title">What it is.</param>
/// <param name="Facts">What is known of it, a line each.</param>
/// <param name="Below">What it leads to.</param>
internal sealed record PathNode(Mark Mark, string Title, ImmutableArray<string> Facts, ImmutableArray<PathNode> Below)
{
    /// <summary>The whole way, DNS to policy to mail hosts, then where reports go.</summary>
    public static ImmutableArray<PathNode> Of(CheckResult result) =>
        [RecordPath.Of(result), PolicyPath.Of(result), MailPath.Of(result), ReportPath.Of(result)];
}
