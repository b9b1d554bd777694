using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>Text from outside as people get to see it.</summary>
internal static class Shown
{
    /// <summary>Longest piece that is shown, in characters; whoever wants all of it reads the JSON.</summary>
    private const int Longest = 1000;

    /// <summary>Harmless, and not endless.</summary>
    public static string Of(string text) => Cut(Printable.Escape(Cut(text, Longest)), Longest);

    /// <summary>At most so many characters, with <c>…</c> for what is left out; no character is cut in half.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        int end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return text[..end] + "…";
    }
}
