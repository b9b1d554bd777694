namespace StrictPost.Lab.World;

/// <summary>
/// A fault, or a lawful oddity, of the policy host's answer. Faults add up in the order given. The family is closed.
/// </summary>
public abstract record HttpFault
{
    private HttpFault()
    {
    }

    /// <summary>Another status code, 200 to 599, with the very policy as body where the code allows one.</summary>
    public sealed record Status(int Code) : HttpFault;

    /// <summary>A redirect (301, 302, 307, 308) to an absolute URL, without body.</summary>
    public sealed record Redirect(int Code, string Location) : HttpFault;

    /// <summary>The headers come after this time; <see cref="Timeout.InfiniteTimeSpan"/> is never.</summary>
    public sealed record LateHeaders(TimeSpan Delay) : HttpFault;

    /// <summary>
    /// The body comes byte by byte with this time between two; <see cref="Timeout.InfiniteTimeSpan"/> stops after the
    /// first byte.
    /// </summary>
    public sealed record TricklingBody(TimeSpan Pause) : HttpFault;

    /// <summary>
    /// The policy is padded with a valid extension field up to this many bytes, so that its size is all that is wrong.
    /// </summary>
    public sealed record Padded(int Bytes) : HttpFault
    {
        /// <summary>One byte more than the 64 KiB that a sender reads (RFC 8461 §3.3).</summary>
        public static Padded BeyondTheLimit { get; } = new(64 * 1024 + 1);
    }

    /// <summary>
    /// Another <c>Content-Type</c>, or none when null. Good is <c>text/plain</c>, with or without parameters.
    /// </summary>
    public sealed record MediaType(string? Value) : HttpFault;

    /// <summary>No <c>Content-Length</c>: the body ends where the protocol's framing says.</summary>
    public sealed record WithoutLength : HttpFault;

    /// <summary>The headers promise this many bytes more than come; then the connection closes.</summary>
    public sealed record CutShort(int MissingBytes) : HttpFault;

    /// <summary>The connection closes without any answer.</summary>
    public sealed record ClosedUnanswered : HttpFault;

    /// <summary>A body of no bytes.</summary>
    public sealed record EmptyBody : HttpFault;

    /// <summary>
    /// A web page in place of the policy, with the media type of a policy unless that is changed too.
    /// </summary>
    public sealed record HtmlBody : HttpFault;

    /// <summary>This status and no policy for every client that gives a user agent: a crude bot blocker.</summary>
    public sealed record UserAgentBlocked(int Code = 403) : HttpFault;

    /// <summary>
    /// A web page that wants to see a browser, with status 200 and as HTML, for every client that gives a user agent.
    /// </summary>
    public sealed record UserAgentChallenged : HttpFault;
}
