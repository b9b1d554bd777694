using System.Buffers.Text;

namespace StrictPost.Bench.Load;

/// <summary>Judges the bytes of one HTTP/1.1 answer.</summary>
public static class PolicyAnswer
{
    /// <summary>True once the answer is there in full; false while more must be read.</summary>
    /// <exception cref="InvalidDataException">It is not the expected policy as 200 and text/plain.</exception>
    public static bool IsComplete(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> policy)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        if (!answer.StartsWith("HTTP/1.1 200 "u8))
            throw new InvalidDataException("the status is not 200");
        var body = answer[(head + 4)..];
        if (body.Length < policy.Length)
            return false;
        if (ContentLength(answer[..(head + 2)]) != policy.Length || !body.SequenceEqual(policy))
            throw new InvalidDataException("the body is not the policy");
        return true;
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var length = -1;
        var plain = false;
        while (head.IndexOf("\r\n"u8) is var end and >= 0)
        {
            var line = head[..end];
            head = head[(end + 2)..];
            if (Value(line, "content-length:"u8, out var value) && Utf8Parser.TryParse(value, out int parsed, out _))
                length = parsed;
            else if (Value(line, "content-type:"u8, out value))
                plain = value.StartsWith("text/plain"u8);
        }

        return plain ? length : throw new InvalidDataException("the media type is not text/plain");
    }

    private static bool Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (line.Length < name.Length || !System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name))
            return false;
        value = line[name.Length..].TrimStart((byte)' ');
        return true;
    }
}
