using System.Buffers;
using System.Text;
using StrictPost.Server.Receiving;
using StrictPost.Server.Receiving.Smtp;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What must hold for a whole session with the SMTP receiver, in a world where everybody is known and there is little memory.</summary>
internal static class SmtpInvariants
{
    private const int MostMemory = 16 * 1024;
    private const int MostMessage = 8 * 1024;

    public static void Check(byte[] input)
    {
        var session = new SmtpSession("reports.example");
        var rest = new ReadOnlySequence<byte>(input);
        while (SmtpLine.Read(rest, out var line, out var consumed) == SmtpLineState.Whole)
        {
            rest = rest.Slice(consumed);
            var turn = session.Hear(SmtpCommandReader.Read(line.ToArray()));
            if (turn is SmtpTurn.ReadMessage)
                rest = ReadMessage(session, rest);
            else if (Reply(session, turn) is { } reply)
                CheckReply(reply);
            if (turn is SmtpTurn.End)
                return;
        }
    }

    /// <summary>What is said is ours: no client can make us say a line of its own.</summary>
    private static void CheckReply(SmtpReply reply)
    {
        string text = Encoding.ASCII.GetString(reply.ToBytes());
        string[] lines = text.Split("\r\n");
        Unless(lines[^1].Length == 0 && lines.Length == reply.Lines.Count + 1, "a reply has as many lines as it should");
        Unless(lines[..^1].All(one => one.Length is > 4 and <= 512), "RFC 5321 §4.5.3.1.5: a line of a reply has 512 bytes at most");
        Unless(!text.Replace("\r\n", "", StringComparison.Ordinal).Any(char.IsControl), "a reply holds no control characters");
    }

    private static SmtpReply? Reply(SmtpSession session, SmtpTurn turn)
    {
        switch (turn)
        {
            case SmtpTurn.Say say:
                return say.Reply;
            case SmtpTurn.End end:
                return end.Reply;
            case SmtpTurn.AskForRoom:
                Unless(!session.InTransaction, "a message does not begin within another");
                return session.TakeSender(null);
            case SmtpTurn.AskForRecipient ask:
                Unless(session.InTransaction && ask.Mailbox.Local.Length is > 0 and <= 64, "a recipient belongs to a message, and has a name");
                return session.TakeRecipient(new RecipientAnswer(null, ask.Mailbox.Local));
            default:
                session.TakeTls();
                return null;
        }
    }

    private static ReadOnlySequence<byte> ReadMessage(SmtpSession session, ReadOnlySequence<byte> rest)
    {
        Unless(session.InTransaction && session.AddressedTo is not null, "a message has a recipient");
        var budget = new MemoryBudget(MostMemory);
        byte[] bytes = rest.ToArray();
        using (var held = new HeldBytes(budget, MostMessage))
        {
            var content = new SmtpContent();
            int read = content.Read(bytes, held);
            Unless(content.HasEnded || read == bytes.Length, "all is read up to the end of the message");
            Unless(!content.HasEnded || read == 3 || bytes.AsSpan(0, read).EndsWith("\r\n.\r\n"u8), "a message ends with a dot on a line of its own");
            Unless(held.Bytes.Length <= Math.Min(read, MostMessage), "a message is not longer than what came");
            CheckPieces(bytes, held, content.HasEnded);
            rest = rest.Slice(read);
        }

        Unless(budget.Taken == 0, "all memory is given back");
        session.TakeMessage();
        return rest;
    }

    /// <summary>Byte by byte it is the same message.</summary>
    private static void CheckPieces(byte[] bytes, HeldBytes whole, bool ended)
    {
        using var held = new HeldBytes(new MemoryBudget(MostMemory), MostMessage);
        var content = new SmtpContent();
        for (int i = 0; i < bytes.Length && !content.HasEnded; i++)
            content.Read(bytes.AsSpan(i, 1), held);
        Unless(content.HasEnded == ended && held.Bytes.Span.SequenceEqual(whole.Bytes.Span), "it does not matter in which pieces a message comes");
    }
}
