using System.Globalization;
using System.Text;

namespace StrictPost.Protocol.Tests.Records;

/// <summary>Reads the one form in which BIND writes zones: one record a line, full names, quoted strings with <c>\DDD</c>.</summary>
internal static class MasterFile
{
    public static IEnumerable<(string Name, string Type, int Ttl, string Value)> Read(string dump)
    {
        foreach (string line in dump.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split((char[])[' ', '\t'], 5, StringSplitOptions.RemoveEmptyEntries);
            string data = parts.Length == 5 ? parts[4] : "";
            yield return (parts[0].TrimEnd('.'), parts[3], int.Parse(parts[1], CultureInfo.InvariantCulture), parts[3] switch
            {
                "TXT" => Join(data),
                "CNAME" => data.TrimEnd('.'),
                _ => data,
            });
        }
    }

    /// <summary>The bytes between the quotes; what stands between strings does not count.</summary>
    private static string Join(string data)
    {
        var bytes = new List<byte>();
        bool inside = false;
        for (int i = 0; i < data.Length; i++)
        {
            if (data[i] == '"')
                inside = !inside;
            else if (inside && data[i] == '\\' && char.IsAsciiDigit(data[i + 1]))
                bytes.Add(byte.Parse(data.AsSpan(i + 1, 3), CultureInfo.InvariantCulture));
            else if (inside && data[i] == '\\')
                bytes.Add((byte)data[i + 1]);
            else if (inside)
                bytes.Add((byte)data[i]);
            i += inside && data[i] == '\\' ? char.IsAsciiDigit(data[i + 1]) ? 3 : 1 : 0;
        }

        Assert.False(inside, data);
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
