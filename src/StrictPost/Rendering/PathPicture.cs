using System.Xml.Linq;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>The way of a mail as a drawing: sender, record, policy, mail hosts. Each box says by a sign, not only by colour, how it is.</summary>
internal static class PathPicture
{
    private const int BoxHeight = 60;
    private const int Gap = 14;
    private const int Margin = 10;
    private const int TextLength = 30;

    /// <summary>A column of the drawing: where it begins, and how wide its boxes are.</summary>
    private readonly record struct Column(int Left, int Width)
    {
        public int Right => Left + Width;
    }

    private static readonly Column Sender = new(10, 90);
    private static readonly Column Record = new(135, 245);
    private static readonly Column Policy = new(415, 245);
    private static readonly Column Mail = new(695, 255);

    public static XElement Of(CheckResult result)
    {
        var path = PathNode.Of(result);
        var hosts = path[2].Below;
        int height = (Margin * 2) + (Math.Max(hosts.Length, 1) * (BoxHeight + Gap)) - Gap;
        int middle = (height - BoxHeight) / 2;
        string words = $"sender, record {path[0].Mark.Word()}, policy {path[1].Mark.Word()}, " + string.Join(", ", hosts.Select(host => $"mail host {host.Title} {host.Mark.Word()}"));
        var parts = new List<XElement>
        {
            Box(Sender, middle, null, "a sender", ""),
            Arrow(Sender, Record, middle, middle, path[0].Mark),
            Box(Record, middle, path[0].Mark, "record in DNS", Note(path[0], result.Reading.Record?.Value is { } record ? $"id {record.Id}" : null)),
            Arrow(Record, Policy, middle, middle, path[1].Mark),
            Box(Policy, middle, path[1].Mark, "policy over HTTPS", Note(path[1], result.Reading.Policy?.Value is { } policy ? $"mode {policy.Mode.ToText()}, {Duration.InWords(policy.MaxAge)}" : null)),
        };
        for (int i = 0; i < hosts.Length; i++)
        {
            int top = Margin + (i * (BoxHeight + Gap));
            parts.Add(Arrow(Policy, Mail, middle, top, hosts[i].Mark));
            parts.Add(Box(Mail, top, hosts[i].Mark, hosts[i].Title, DecisionText.Of(result.MailHosts[i].Decisions[0].Delivery)));
        }

        if (hosts.IsEmpty)
            parts.AddRange([Arrow(Policy, Mail, middle, middle, path[2].Mark), Box(Mail, middle, path[2].Mark, "mail hosts", Note(path[2], null))]);
        return new XElement("figure", new XElement("svg",
            new XAttribute("viewBox", $"0 0 {Mail.Right + Margin} {height}"), new XAttribute("role", "img"), new XAttribute("aria-label", Shown.Of(words)), parts));
    }

    private static string Note(PathNode node, string? good) => good ?? (node.Facts is [var first, ..] ? first : "");

    private static XElement Box(Column column, int top, Mark? mark, string name, string note) => new("g",
        mark is { } tone ? new XAttribute("class", tone.Word()) : null,
        new XElement("title", Shown.Of($"{name}: {note}")),
        new XElement("rect", Number("x", column.Left), Number("y", top), Number("width", column.Width), Number("height", BoxHeight), Number("rx", 8)),
        Text("name", column.Left + 12, top + 25, Short(name)),
        Text("note", column.Left + 12, top + 45, Short(note)),
        mark is { } sign ? Text("mark", column.Right - 28, top + 25, sign.Sign()) : null);

    private static XElement Arrow(Column from, Column to, int fromTop, int toTop, Mark mark)
    {
        int y1 = fromTop + (BoxHeight / 2), y2 = toTop + (BoxHeight / 2), bend = (from.Right + to.Left) / 2, tip = to.Left - 2;
        return new XElement("path", new XAttribute("class", mark.Word()),
            new XAttribute("d", $"M{from.Right} {y1} C{bend} {y1} {bend} {y2} {tip} {y2} M{tip - 7} {y2 - 5} L{tip} {y2} L{tip - 7} {y2 + 5}"));
    }

    private static XElement Text(string kind, int x, int y, string text) => new("text", new XAttribute("class", kind), Number("x", x), Number("y", y), text);

    private static XAttribute Number(string name, int value) => new(name, value);

    private static string Short(string text) => Shown.Cut(Shown.Of(text), TextLength);
}
