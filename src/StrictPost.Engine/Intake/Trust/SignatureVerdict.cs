namespace StrictPost.Engine.Intake.Trust;

/// <summary>What came of looking at a signature.</summary>
internal enum SignatureEnd
{
    /// <summary>It holds, and covers all of the mail.</summary>
    Holds,

    /// <summary>It does not hold, or proves too little.</summary>
    Fails,

    /// <summary>DNS did not say what the key is.</summary>
    Unanswered,
}

/// <summary>What one signature proves.</summary>
/// <param name="Domain">Who signed, or says so (<c>d=</c>), in A-labels; empty where that cannot be read.</param>
/// <param name="End">What came of it.</param>
/// <param name="Detail">Why it does not hold, in words that follow the domain's name; null where it does.</param>
internal sealed record SignatureVerdict(string Domain, SignatureEnd End, string? Detail);
