using System.Text;

namespace StrictPost.Protocol.Findings;

/// <summary>One fault, or remark, found in one place. Its texts hold what stood in the input: escape them on the way out.</summary>
public sealed record Finding(FindingKind Kind)
{
    /// <summary>Longest piece of the input that a finding repeats, in characters.</summary>
    public const int LongestQuote = 200;

    private readonly string? _value;

    /// <summary>Where in the text.</summary>
    public Place Place { get; init; }

    /// <summary>Which host it is about, if it is about one.</summary>
    public string? Host { get; init; }

    /// <summary>What stood there, cut to <see cref="LongestQuote"/> characters.</summary>
    public string? Value { get => _value; init => _value = Cut(value); }

    /// <summary>What should stand there, where that is known.</summary>
    public string? Expected { get; init; }

    /// <summary>The particulars that the kind's texts leave open.</summary>
    public string? Detail { get; init; }

    /// <summary>What it does to mail today, in a sentence of our own; null where the finding does not know.</summary>
    public string? Effect { get; init; }

    /// <summary>Stable code of the kind.</summary>
    public string Code => Kind.Code;

    /// <summary>How bad it is.</summary>
    public Severity Severity => Kind.Severity;

    /// <summary>What is wrong, with this finding's particulars, and what it does to mail where that is known.</summary>
    public string Message => Effect is null ? Fill(Kind.Message) : $"{Fill(Kind.Message)} {Effect}";

    /// <summary>What to do, with this finding's particulars.</summary>
    public string Fix => Fill(Kind.Fix);

    /// <summary>In one pass, so that braces in what is filled in stay what they are.</summary>
    private string Fill(string template)
    {
        var filled = new StringBuilder(template.Length);
        int start = 0;
        for (int open; (open = template.IndexOf('{', start)) >= 0;)
        {
            int close = template.IndexOf('}', open);
            filled.Append(template, start, open - start).Append(Particular(template[(open + 1)..close]));
            start = close + 1;
        }

        return filled.Append(template, start, template.Length - start).ToString();
    }

    private string? Particular(string placeholder) => placeholder switch
    {
        "value" => Value,
        "expected" => Expected,
        "detail" => Detail,
        "host" => Host,
        _ => throw new InvalidOperationException($"`{Code}` has no placeholder {placeholder}."),
    };

    private static string? Cut(string? text)
    {
        if (text is not { Length: > LongestQuote })
            return text;
        int end = char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return text[..end] + "…";
    }
}
