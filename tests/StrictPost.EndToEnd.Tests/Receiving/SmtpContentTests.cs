using System.Buffers;
using System.Text;
using CsCheck;
using StrictPost.Server.Receiving;
using StrictPost.Server.Receiving.Smtp;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>Where a message ends, and what is in it.</summary>
public sealed class SmtpContentTests
{
    private const int Most = 1000;

    [Theory]
    [InlineData("a\r\n.\r\n", "a\r\n")]
    [InlineData(".\r\n", "")]
    [InlineData("\r\n.\r\n", "\r\n")]
    [InlineData("..\r\n.\r\n", ".\r\n")]
    [InlineData(".a\r\n..b\r\n.\r\n", "a\r\n.b\r\n")]
    [InlineData("a.\r\n.\r\n", "a.\r\n")]
    [InlineData("\r\r\n.\r\n", "\r\r\n")]
    public void Message_WithItsEnd_IsTakenWithoutTheLeadingDots(string input, string message) => Assert.Equal((message, true, 0), Read(input));

    [Fact]
    public void Bytes_BehindTheEnd_AreLeft() => Assert.Equal(("a\r\n", true, 6), Read("a\r\n.\r\nQUIT\r\n"));

    [Theory]
    [InlineData("a\n.\n", "a\n.\n")]
    [InlineData("a\n.\r\n", "a\n.\r\n")]
    [InlineData("a\r\n.\n", "a\r\n\n")]
    [InlineData("a\r.\r", "a\r.\r")]
    [InlineData("a\r\n.\r", "a\r\n")]
    [InlineData("a\r\n.\rb", "a\r\n\rb")]
    [InlineData("a\r\n.\r\r\n", "a\r\n\r\r\n")]
    [InlineData("a\r.\r\n", "a\r.\r\n")]
    [InlineData("a\n\n.\r\nMAIL FROM:<>\r\n", "a\n\n.\r\nMAIL FROM:<>\r\n")]
    public void Message_WithALineEndOfAnotherKind_GoesOn(string input, string message) => Assert.Equal((message, false, 0), Read(input));

    [Fact]
    public void Message_InPieces_IsTheSame() =>
        Gen.Select(Gen.Char["a.\r\n"].Array[0, 30], Gen.Int[1, 5]).Sample((letters, size) =>
        {
            string input = new(letters);
            Assert.Equal(Read(input), Read(input, size));
        });

    [Fact]
    public void Message_StuffedAsClientsDo_ComesOutAsItWas() =>
        Gen.Char["a.\r\n"].Array[0, 30].Sample(letters =>
        {
            string message = new string(letters).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";
            string stuffed = (message.StartsWith('.') ? "." : "") + message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".\r\n";
            Assert.Equal((message, true, 0), Read(stuffed));
        });

    [Fact]
    public void Message_TooLarge_IsReadToItsEndAndNotHeld()
    {
        var budget = new MemoryBudget(1_000_000);
        using var held = new HeldBytes(budget, Most);
        var content = new SmtpContent();

        content.Read(Encoding.ASCII.GetBytes(new string('a', Most) + "\r\n.\r\n"), held);

        Assert.True(content.HasEnded);
        Assert.Equal(HoldFault.TooLarge, held.Fault);
        Assert.Equal(0, budget.Taken);
    }

    [Theory]
    [InlineData("EHLO a\r\nMAIL", "EHLO a", 8)]
    [InlineData("\r\n", "", 2)]
    [InlineData("NOOP\nDATA\r\n", "NOOP\nDATA", 11)]
    [InlineData("NOOP\rDATA\r\n", "NOOP\rDATA", 11)]
    public void Line_WithItsEnd_IsFound(string input, string line, int consumed)
    {
        var buffer = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(input));

        Assert.Equal(SmtpLineState.Whole, SmtpLine.Read(buffer, out var found, out var position));

        Assert.Equal(line, Encoding.ASCII.GetString(found));
        Assert.Equal(consumed, buffer.GetOffset(position));
    }

    [Theory]
    [InlineData(0, "\r", 0)]
    [InlineData(1000, "\r\n", 1)]
    [InlineData(1001, "\r\n", 2)]
    [InlineData(1001, "", 0)]
    [InlineData(1003, "", 2)]
    [InlineData(10, "\n", 0)]
    public void Line_OfSomeLength_IsJudged(int length, string end, int state) =>
        Assert.Equal((SmtpLineState)state, SmtpLine.Read(new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(new string('a', length) + end)), out _, out _));

    private static (string Message, bool Ended, int Left) Read(string input, int size = int.MaxValue)
    {
        using var held = new HeldBytes(new MemoryBudget(1_000_000), Most);
        var content = new SmtpContent();
        byte[] bytes = Encoding.ASCII.GetBytes(input);
        int read = 0;
        while (read < bytes.Length && !content.HasEnded)
            read += content.Read(bytes.AsSpan(read, Math.Min(size, bytes.Length - read)), held);
        return (Encoding.ASCII.GetString(held.Bytes.Span), content.HasEnded, bytes.Length - read);
    }
}
