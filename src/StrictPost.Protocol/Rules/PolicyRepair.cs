using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules;

/// <summary>One thing that a repair did.</summary>
/// <param name="Finding">What was wrong.</param>
/// <param name="Before">The line as it was.</param>
/// <param name="After">The line as it is now; null when it was removed.</param>
public sealed record Repair(Finding Finding, string Before, string? After);

/// <summary>
/// Repairs what only one thing can have been meant by. A policy that senders can use keeps its meaning to the letter: the
/// same mode, max_age and patterns. Running it again changes nothing.
/// </summary>
public static class PolicyRepair
{
    /// <summary>More rounds than a line can have faults.</summary>
    private const int MostRounds = 16;

    /// <summary>The repaired body, and what was done, in order. Nothing was done when the body comes back as it was.</summary>
    public static (byte[] Body, IReadOnlyList<Repair> Done) Apply(ReadOnlySpan<byte> body)
    {
        if (body.Length > StsPolicy.MaxBodyBytes)
            return (body.ToArray(), []);

        var original = StsPolicy.Parse(body).Value;
        var done = new List<Repair>();
        string text = Decode(body, done);
        for (int round = 0; round < MostRounds && Round(text, done) is { } repaired; round++)
            text = repaired;

        byte[] result = Encoding.UTF8.GetBytes(text);
        bool kept = original is null || original.Equals(StsPolicy.Parse(result).Value);
        return done.Count > 0 && kept ? (result, done) : (body.ToArray(), []);
    }

    private static string Decode(ReadOnlySpan<byte> body, List<Repair> done)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            done.Add(new Repair(BodyFindings.IsUtf16.Found(), "", null));
            var encoding = body[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            return encoding.GetString(body[2..]);
        }

        return Encoding.UTF8.GetString(body); // keeps a byte order mark as U+FEFF
    }

    /// <summary>The text after one repair of each line that can be repaired, or null when there is none.</summary>
    private static string? Round(string text, List<Repair> done)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        if (text.Contains('\uFFFD'))
            return null; // what the bytes meant is unknown
        var parsed = StsPolicy.Parse(body);
        var lines = TextLine.Split(text).ToDictionary(line => line.Number);
        int before = done.Count;
        var touched = new HashSet<int>();
        foreach (var finding in parsed.Findings.Where(finding => lines.ContainsKey(finding.Place.Line)))
        {
            if (LineRepairs.For(finding, parsed) is { } repair && !touched.Contains(finding.Place.Line))
                touched.UnionWith(Replace(lines, finding, repair, done));
        }

        return done.Count == before ? null : string.Concat(lines.Values.OrderBy(line => line.Number).Select(line => line.Text + line.End));
    }

    /// <summary>
    /// Some faults are reported once for all lines that have them; their repair is then made on each. A line that was
    /// touched waits for the next round: the columns of its other findings are no longer true.
    /// </summary>
    /// <returns>The numbers of the lines that were touched.</returns>
    private static List<int> Replace(Dictionary<int, TextLine> lines, Finding finding, LineRepair repair, List<Repair> done)
    {
        var at = lines[finding.Place.Line];
        var after = repair(at, finding);
        if (after == at)
            return [];
        done.Add(new Repair(finding, at.Text, after?.Text));
        var affected = LineRepairs.AllLike(finding) is { } like ? lines.Values.Where(like).ToList() : new List<TextLine> { at };
        foreach (var line in affected)
        {
            if (repair(line, finding) is { } replacement)
                lines[line.Number] = replacement;
            else
                lines.Remove(line.Number);
        }

        return affected.ConvertAll(line => line.Number);
    }
}
