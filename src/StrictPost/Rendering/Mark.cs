using StrictPost.Protocol.Findings;

namespace StrictPost.Rendering;

/// <summary>How one thing on the way of a mail is, from good to worst.</summary>
internal enum Mark
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, with a warning.</summary>
    Doubtful,

    /// <summary>Nobody can tell from here.</summary>
    Unknown,

    /// <summary>Broken.</summary>
    Bad,
}

/// <summary>Marks as they are printed: readable without colour, and read out well.</summary>
internal static class Marks
{
    /// <summary>Such as <c>ok</c>; at most two characters.</summary>
    public static string Sign(this Mark mark) => mark switch
    {
        Mark.Good => "ok",
        Mark.Doubtful => "!",
        Mark.Unknown => "?",
        _ => "x",
    };

    /// <summary>In a word, for those who cannot see the sign's colour.</summary>
    public static string Word(this Mark mark) => mark switch
    {
        Mark.Good => "good",
        Mark.Doubtful => "warning",
        Mark.Unknown => "unknown",
        _ => "bad",
    };

    /// <summary>The worse of two.</summary>
    public static Mark Or(this Mark mark, Mark other) => mark > other ? mark : other;

    /// <summary>The worst that findings make of a thing.</summary>
    public static Mark Of(IEnumerable<Finding> findings) => findings.Select(Of).DefaultIfEmpty(Mark.Good).Max();

    private static Mark Of(Finding finding) => finding switch
    {
        { Kind.IsUndetermined: true } => Mark.Unknown,
        { Severity: Severity.Error } => Mark.Bad,
        { Severity: Severity.Warning } => Mark.Doubtful,
        _ => Mark.Good,
    };
}
