using System.Text;

namespace StrictPost.Fuzz;

/// <summary>Makes new inputs out of seeds: a few random changes at a time, the same for the same seed number.</summary>
public sealed class Mutator(IReadOnlyList<byte[]> seeds, Random random)
{
    private const int LongestInput = 70_000;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "version: STSv1\r\n", "mode: none\n", "mx: *.", "max_age: 0", "v=STSv1;", "v=TLSRPTv1;", "id=", "rua=", "mailto:", "https://",
            ";", "=", ":", ",", ".", "*", "*.", "..", "#", "//", "@", "[", "]", "{", "}", "{value}", "{\\rtf", "<", " ", "\t", "\r", "\n", "\r\n", "\0",
            "xn--", "xn--a", "ü", "ß", "。", "\u0308", "\u200D", "\u2028", "\u202E", "\uFEFF", "🙂", "a.b", "-", "_", "999999999999", "192.0.2.1", "::1",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5],
    ];

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        var input = new List<byte>(Any(seeds));
        for (int changes = random.Next(1, 6); changes > 0; changes--)
            Change(input);
        if (input.Count > LongestInput)
            input.RemoveRange(LongestInput, input.Count - LongestInput);
        return [.. input];
    }

    private void Change(List<byte> input)
    {
        int at = random.Next(input.Count + 1);
        int length = Math.Min(random.Next(1, 12), input.Count - at);
        switch (random.Next(7))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 4:
                Splice(input, at);
                break;
            case 5:
                input.InsertRange(at, Enumerable.Repeat((byte)random.Next(' ', 0x7F), random.Next(1, 300)));
                break;
            default:
                input.InsertRange(at, Any(Tokens));
                break;
        }
    }

    private void Splice(List<byte> input, int at)
    {
        byte[] other = Any(seeds);
        input.RemoveRange(at, input.Count - at);
        input.AddRange(other.AsSpan(random.Next(other.Length + 1)));
    }

    private byte[] Any(IReadOnlyList<byte[]> choices) => choices[random.Next(choices.Count)];
}
