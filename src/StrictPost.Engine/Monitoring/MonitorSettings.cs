namespace StrictPost.Engine.Monitoring;

/// <summary>How often enrolled domains are looked at.</summary>
public sealed record MonitorSettings
{
    /// <summary>How long from one look at DNS and the policy host to the next.</summary>
    public TimeSpan Light { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long from one look at the mail hosts, too, to the next.</summary>
    public TimeSpan Full { get; init; } = TimeSpan.FromDays(1);

    /// <summary>After how long mode testing counts as forgotten.</summary>
    public TimeSpan Forgotten { get; init; } = TimeSpan.FromDays(60);

    /// <summary>False in a laboratory, where private addresses are nothing to remark on.</summary>
    public bool IsPublicInternet { get; init; } = true;

    /// <summary>How many looks go on side by side.</summary>
    public int MostAtOnce { get; init; } = 8;

    /// <summary>How long one look may take in all.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>After how long a suspicion is looked at again.</summary>
    internal TimeSpan SecondLook => Light / 2 < LongestSecondLook ? Light / 2 : LongestSecondLook;

    /// <summary>Longer than a look takes: then another node makes it.</summary>
    internal TimeSpan PutOff => Deadline + TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestSecondLook = TimeSpan.FromMinutes(5);
}
