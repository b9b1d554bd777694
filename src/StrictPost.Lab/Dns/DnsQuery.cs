namespace StrictPost.Lab.Dns;

/// <summary>A question that reached the lab's DNS.</summary>
/// <param name="Name">The name asked for, as written in the query, without trailing dot.</param>
/// <param name="Type">The record type by its mnemonic, in capitals, such as <c>TXT</c>; an unknown one is its number.</param>
/// <param name="OverTcp">Whether it came over TCP.</param>
public sealed record DnsQuery(string Name, string Type, bool OverTcp);
