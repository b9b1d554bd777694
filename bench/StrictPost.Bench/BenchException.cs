namespace StrictPost.Bench;

/// <summary>The bench cannot go on; the message says why, for the person who started it.</summary>
public sealed class BenchException(string message) : Exception(message);
