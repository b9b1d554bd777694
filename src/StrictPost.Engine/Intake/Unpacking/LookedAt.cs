namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>What was looked at in vain, for a sentence.</summary>
internal sealed class LookedAt
{
    private const int Most = 10;

    private readonly List<string> _names = [];
    private int _others;

    /// <param name="name">What it is called.</param>
    /// <param name="reason">Why it is no report; null where that is plain.</param>
    public void Add(string name, string? reason)
    {
        if (_names.Count < Most)
            _names.Add(reason is null ? name : $"{name} ({reason})");
        else
            _others++;
    }

    /// <inheritdoc/>
    public override string ToString() => _names.Count == 0
        ? "no parts at all"
        : string.Join(", ", _names) + (_others > 0 ? $" and {_others} more" : "");
}
