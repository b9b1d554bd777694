using System.Net;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Engine.Dns;

/// <summary>Does something with each address of a host, side by side, and with each as soon as DNS has given it.</summary>
internal static class AddressFan
{
    /// <summary>IPv4 first. IPv6 gets what IPv4 leaves of the most addresses.</summary>
    public static async Task<T[]> OutAsync<T>(
        Task<Lookup<string>> ipv4, Task<Lookup<string>> ipv6, int most, Func<IPAddress, Task<T>> use)
    {
        var first = Start(await ipv4, most, use);
        var second = Start(await ipv6, most - first.Count, use);
        return await Task.WhenAll([.. first, .. second]);
    }

    private static List<Task<T>> Start<T>(Lookup<string> lookup, int most, Func<IPAddress, Task<T>> use) =>
        [.. lookup.Found.Distinct(StringComparer.Ordinal).Take(most).Select(address => use(IPAddress.Parse(address)))];
}
