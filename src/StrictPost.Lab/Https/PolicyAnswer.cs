using StrictPost.Lab.World;

namespace StrictPost.Lab.Https;

/// <summary>What a policy host is going to answer, and how badly. Faults turn a good answer into a bad one.</summary>
internal sealed record PolicyAnswer
{
    private static ReadOnlyMemory<byte> WebPage { get; } =
        "<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Nothing to see.</body></html>\n"u8.ToArray();

    public int Status { get; init; } = 200;

    public string? Location { get; init; }

    public string? MediaType { get; init; } = "text/plain";

    public ReadOnlyMemory<byte> Body { get; init; }

    public bool WithLength { get; init; } = true;

    public int MissingBytes { get; init; }

    public TimeSpan BeforeHeaders { get; init; }

    public TimeSpan? BetweenBytes { get; init; }

    public bool Unanswered { get; init; }

    /// <summary>What a domain's policy host answers to the policy's path.</summary>
    /// <param name="domain">Whose policy it is.</param>
    /// <param name="atSecondAddress">Whether the client came to <see cref="LabAddresses.Second"/>.</param>
    /// <param name="withUserAgent">Whether the client said who it is.</param>
    public static PolicyAnswer For(LabDomain domain, bool atSecondAddress, bool withUserAgent)
    {
        var policy = atSecondAddress ? domain.PolicyAtSecondAddress ?? domain.Policy : domain.Policy;
        var healthy = policy is { } body ? new PolicyAnswer { Body = body } : NotFound;
        return domain.HttpFaults.Aggregate(healthy, (answer, fault) => answer.With(fault, withUserAgent));
    }

    /// <summary>The answer where no file is.</summary>
    public static PolicyAnswer NotFound { get; } = new() { Status = 404, Body = "Not found.\n"u8.ToArray() };

    private PolicyAnswer With(HttpFault fault, bool withUserAgent) => fault switch
    {
        HttpFault.UserAgentBlocked or HttpFault.UserAgentChallenged when !withUserAgent => this,
        HttpFault.UserAgentBlocked blocked => this with { Status = blocked.Code, Body = WebPage, MediaType = "text/html" },
        HttpFault.UserAgentChallenged => this with { Body = WebPage, MediaType = "text/html" },
        HttpFault.Status status => WithStatus(status.Code),
        HttpFault.Redirect redirect => this with { Status = redirect.Code, Location = redirect.Location, Body = default },
        HttpFault.LateHeaders late => this with { BeforeHeaders = late.Delay },
        HttpFault.TricklingBody trickling => this with { BetweenBytes = trickling.Pause },
        HttpFault.Padded padded => this with { Body = Pad(padded.Bytes) },
        HttpFault.MediaType mediaType => this with { MediaType = mediaType.Value },
        HttpFault.WithoutLength => this with { WithLength = false },
        HttpFault.CutShort cut => this with { MissingBytes = cut.MissingBytes },
        HttpFault.ClosedUnanswered => this with { Unanswered = true },
        HttpFault.EmptyBody => this with { Body = default },
        HttpFault.HtmlBody => this with { Body = WebPage },
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "not an HTTP fault that the lab knows"),
    };

    /// <summary>RFC 9110 §6.4.1: these three have no content, and so no length or type of it.</summary>
    private PolicyAnswer WithStatus(int code) => code is 204 or 205 or 304
        ? this with { Status = code, Body = default, MediaType = null, WithLength = false }
        : this with { Status = code };

    private byte[] Pad(int bytes)
    {
        var padded = new byte[Math.Max(bytes, Body.Length)];
        padded.AsSpan().Fill((byte)'x');
        Body.Span.CopyTo(padded);
        ReadOnlySpan<byte> key = "padding: "u8;
        var room = padded.AsSpan(Body.Length);
        key[..Math.Min(key.Length, room.Length)].CopyTo(room);
        return padded;
    }
}
