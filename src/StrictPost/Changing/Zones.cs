using StrictPost.Configuration;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Publishing;

namespace StrictPost.Changing;

internal static class Zones
{
    public static ZonePublisher? Of(Settings settings, DnsLookups dns, TimeProvider time) => null;
}
