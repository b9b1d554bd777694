using StrictPost.Lab.World;

namespace StrictPost.Lab.Paper;

/// <summary>Those to whom the domains of the paper's world leave their mail and their policy hosts. No row counts them.</summary>
internal static class PaperProviders
{
    private const int MailProviders = 6;
    private const int PolicyProviders = 5;

    private static readonly string[] MailHosts = ["mx1", "mx2", "backup"];

    /// <summary>The provider of a domain's mail.</summary>
    public static string Mail(int number) => $"mailprovider{number % MailProviders}.test";

    /// <summary>The provider of a domain's policy host, which is called <c>mta-sts.</c> and this.</summary>
    public static string Policy(int number) => $"policyprovider{number % PolicyProviders}.test";

    /// <summary>The same world with all of them.</summary>
    public static LabWorld Settle(LabWorld world, PaperShared shared) => world
        .With(Enumerable.Range(0, PolicyProviders).Select(number => new LabDomain(Policy(number))))
        .With(new LabDomain("closed.test") { PolicyHostAddresses = [LabAddresses.Closed] })
        .With(Enumerable.Range(0, MailProviders).SelectMany(number => MailHosts.Select(host => new LabMailHost($"{host}.{Mail(number)}"))))
        .With(MailHosts.Select(host => new LabMailHost(host + ".badmail.test") { Certificate = shared.Own("oldbadmail.test") }));
}
