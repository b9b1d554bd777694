namespace StrictPost.Configuration;

/// <summary>One setting as it was written.</summary>
/// <param name="Key">Such as <c>certificates.path</c>.</param>
/// <param name="Values">One text; several where it was a list.</param>
/// <param name="Origin">Where it was written, in words.</param>
/// <param name="Folder">What relative paths start from.</param>
internal sealed record RawSetting(string Key, IReadOnlyList<string> Values, string Origin, string Folder);
