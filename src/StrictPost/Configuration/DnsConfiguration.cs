using System.Collections.Immutable;
using System.Net;
using StrictPost.CommandLine;
using StrictPost.Engine.Publishing;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.Configuration;

/// <summary>What the table <c>[dns]</c> says.</summary>
internal sealed record DnsConfiguration
{
    /// <summary>The server that takes updates; null where records are published by hand.</summary>
    public IPEndPoint? Server { get; init; }

    /// <summary>The zones that may be changed.</summary>
    public ImmutableArray<DomainName> Zones { get; init; } = [];

    /// <summary>One more, whose names delegated domains lead to.</summary>
    public DomainName? DelegationZone { get; init; }

    /// <summary>The file with the key that signs updates.</summary>
    public string? KeyFile { get; init; }

    /// <summary>TTL of published records, in seconds.</summary>
    public int Ttl { get; init; } = Publication.UsualTtl;

    /// <summary>What a publisher needs; null where no server is named. Reads the key.</summary>
    /// <exception cref="Refusal">Something is missing, or the key cannot be read.</exception>
    public DnsZoneSettings? Publishing()
    {
        if (Server is null)
        {
            return Zones.IsEmpty && KeyFile is null
                ? null
                : throw new Refusal("[dns] names no server, so nothing could be published.", "Set `server` to the address of the zones' primary, or take the table away.");
        }

        if (Zones.IsEmpty && DelegationZone is null)
            throw new Refusal("[dns] names no zone that may be changed.", "Set `zones`, or `delegation_zone`, or both.");
        if (KeyFile is null)
            throw new Refusal("[dns] names no key, and updates are always signed.", "Make one with `tsig-keygen strictpost`, and set `key_file`.");
        var reading = UpdateKeyFile.Read(KeyFile);
        return reading.Key is { } key
            ? new DnsZoneSettings { Server = Server, Key = key, Zones = Zones, DelegationZone = DelegationZone }
            : throw new Refusal($"{reading.Fault}.", reading.Fix!);
    }
}
