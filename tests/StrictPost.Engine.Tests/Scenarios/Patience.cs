using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>
/// How long a look at a world waits: briefly for what will never come, so that tests are quick, and very long for everything else,
/// so that a busy machine makes no time-outs.
/// </summary>
internal static class Patience
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    public static DnsSettings WithDns(LabWorld world) => new()
    {
        OneTry = Long,
        Retries = 0,
        Deadline = Faults(world).OfType<DnsFault.NoAnswer>().Any() ? Brief : Long,
    };

    public static ObserveSettings WithHosts(LabWorld world) => new()
    {
        ConnectDeadline = Addresses(world).Contains(LabAddresses.Unanswered) ? Brief : Long,
        FetchDeadline = world.Domains.Values.Any(IsSlow) ? Brief + Brief : Long,
        ReplyDeadline = world.MailHosts.Values.Any(host => host.TlsFault is TlsFault.NoAnswer || host.SmtpFaults.OfType<SmtpFault.NoAnswer>().Any()) ? Brief : Long,
    };

    private static bool IsSlow(LabDomain domain) =>
        domain.TlsFault is TlsFault.NoAnswer || domain.HttpFaults.Any(fault => fault is HttpFault.LateHeaders or HttpFault.TricklingBody);

    private static IEnumerable<DnsFault> Faults(LabWorld world) =>
        world.Domains.Values.SelectMany(domain => domain.DnsFaults).Concat(world.MailHosts.Values.SelectMany(host => host.DnsFaults));

    private static IEnumerable<System.Net.IPAddress> Addresses(LabWorld world) =>
        world.Domains.Values.SelectMany(domain => domain.PolicyHostAddresses ?? []).Concat(world.MailHosts.Values.SelectMany(host => host.Addresses ?? []));
}
