namespace StrictPost.CommandLine;

/// <summary>What a verb's end means to a script.</summary>
internal static class ExitCode
{
    /// <summary>Nothing is wrong.</summary>
    public const int Fine = 0;

    /// <summary>There are findings of severity error, or the asked-for thing is not so.</summary>
    public const int Findings = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Usage = 2;

    /// <summary>It could not be determined: network, time-out.</summary>
    public const int Undetermined = 3;
}
