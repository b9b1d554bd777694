using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.TlsRpt;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What holds for every TXT record.</summary>
public static class RecordInvariants
{
    /// <summary>Checks one text, and its lines as if each were a record of its own.</summary>
    public static void CheckSts(string text)
    {
        var parsed = StsRecord.Parse(text);
        ParsedInvariants.CheckLine(parsed, text);
        var texts = text.Split('\n');
        CheckChoice(StsRecord.Choose(texts), texts);
        if (parsed.Value is not { } record)
            return;

        Unless(record.Id.Length is >= 1 and <= StsRecord.MaxIdLength && record.Id.All(char.IsAsciiLetterOrDigit), "an id is 1 to 32 letters and digits");
        var again = StsRecord.Parse(record.Text);
        Unless(record == again.Value && again.Findings.Count == 0, "a record's text reads as the same record, without findings");
        Unless(StsRecord.Choose([record.Text]).Value == record, "a record's text is chosen among one");
        Unless(StsRecord.Choose([record.Text, record.Text]).Value is null, "two records are none");
    }

    /// <summary>Checks one text, and its lines as if each were a record of its own.</summary>
    public static void CheckTlsRpt(string text)
    {
        var parsed = TlsRptRecord.Parse(text);
        ParsedInvariants.CheckLine(parsed, text);
        var texts = text.Split('\n');
        CheckChoice(TlsRptRecord.Choose(texts), texts);
        if (parsed.Value is not { } record)
            return;

        Unless(record.Rua.Count > 0, "a record names an address");
        var again = TlsRptRecord.Parse(record.Text);
        Unless(again.Findings.Count == 0 && record.Rua.SequenceEqual(again.Value!.Rua), "a record's text reads as the same record, without findings");
        Unless(record.Rua.All(uri => uri.IsMail != uri.Text.StartsWith("https:", StringComparison.OrdinalIgnoreCase)), "an address is for mail or for HTTPS");
    }

    private static void CheckChoice<T>(Parsed<T> chosen, string[] texts)
        where T : class => ParsedInvariants.CheckLine(chosen, texts.MaxBy(text => text.Length)!);
}
