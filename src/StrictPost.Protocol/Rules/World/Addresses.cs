using System.Globalization;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What the two address lookups of a host say together.</summary>
internal sealed record Addresses(Lookup<string> Ipv4, Lookup<string> Ipv6)
{
    /// <summary>All of them, IPv4 first.</summary>
    public IEnumerable<string> All => Ipv4.Found.Concat(Ipv6.Found);

    /// <summary>True when DNS says for certain that there is none.</summary>
    public bool AreNone => Ipv4.IsCertain && Ipv6.IsCertain && !All.Any();

    /// <summary>True when there is none because the name does not exist.</summary>
    public bool IsNoSuchName => AreNone && (Ipv4.End == LookupEnd.NoSuchName || Ipv6.End == LookupEnd.NoSuchName);

    /// <summary>Where the aliases end; null without any.</summary>
    public string? Target => Ipv4.Aliases.Concat(Ipv6.Aliases).Any() ? (Ipv4.Aliases.IsEmpty ? Ipv6 : Ipv4).FinalName : null;

    /// <summary>Those that do not work on the internet, put together for people; null without any.</summary>
    public string? Private
    {
        get
        {
            string found = string.Join(", ", All.Where(IsPrivate));
            return found.Length == 0 ? null : found;
        }
    }

    /// <summary>Private, loopback, link-local, shared or unspecified (RFC 1918 §3, RFC 6598 §7, RFC 4193 §3.1, RFC 4291 §2.4).</summary>
    public static bool IsPrivate(string address) => address.Contains('.', StringComparison.Ordinal)
        ? IsPrivateIpv4(address[(address.LastIndexOf(':') + 1)..])
        : IsPrivateIpv6(address);

    private static bool IsPrivateIpv4(string address)
    {
        byte[] parts = [.. address.Split('.').Select(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out byte value) ? value : (byte)255)];
        return parts is [0 or 10 or 127, _, _, _] or [172, >= 16 and <= 31, _, _] or [192, 168, _, _] or [169, 254, _, _] or [100, >= 64 and <= 127, _, _];
    }

    private static bool IsPrivateIpv6(string address)
    {
        if (address is "::" or "::1")
            return true;
        string first = address.Split(':')[0];
        return int.TryParse(first, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int group)
            && ((group & 0xFE00) == 0xFC00 || (group & 0xFFC0) == 0xFE80);
    }
}
