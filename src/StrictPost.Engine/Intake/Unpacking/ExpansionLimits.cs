namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>How large things may become when they are unpacked.</summary>
/// <param name="OnePart">Bytes of one part.</param>
/// <param name="InAll">Bytes of all parts of a delivery together.</param>
internal readonly record struct ExpansionLimits(int OnePart, int InAll);
