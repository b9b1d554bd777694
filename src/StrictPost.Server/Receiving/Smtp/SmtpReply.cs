using System.Globalization;
using System.Text;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>One reply (RFC 5321 §4.2).</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Enhanced">The class of the reason (RFC 3463), such as <c>5.1.1</c>; null where RFC 2034 §3 wants none.</param>
/// <param name="Lines">At least one, of ours: printable US-ASCII, short.</param>
internal sealed record SmtpReply(int Code, string? Enhanced, params IReadOnlyList<string> Lines)
{
    /// <summary>As it is sent.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Code}{(i < Lines.Count - 1 ? '-' : ' ')}");
            if (Enhanced is not null)
                text.Append(Enhanced).Append(' ');
            text.Append(Lines[i]).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
