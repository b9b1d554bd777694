namespace StrictPost.Engine.Alerts;

/// <summary>What became of a message.</summary>
/// <param name="IsSent">Whether whoever answers there took it.</param>
/// <param name="IsAnswered">False where nobody answered, so that nobody knows.</param>
/// <param name="Detail">What happened, in a sentence without any secret; it may hold what a server said.</param>
public sealed record AlertOutcome(bool IsSent, bool IsAnswered, string Detail)
{
    internal static AlertOutcome Sent(string detail) => new(true, true, detail);

    internal static AlertOutcome Refused(string detail) => new(false, true, detail);

    internal static AlertOutcome Unreached(string detail) => new(false, false, detail);
}

/// <summary>One way by which people are told.</summary>
public interface IAlertChannel
{
    /// <summary>Such as <c>email</c>: the name of its table in the configuration.</summary>
    string Name { get; }

    /// <summary>Sends a message; what the world does wrong is in the outcome. Ends within <see cref="AlertDeadline.Length"/>.</summary>
    Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}
