namespace StrictPost.Demo;

/// <summary>What to try while the demonstration runs: commands that can be pasted as they are.</summary>
internal sealed class Tour(Demonstration world, string program)
{
    /// <summary>The stops, in the order in which one would go.</summary>
    public IEnumerable<(string Title, string Command)> Stops()
    {
        string data = $"--data {Quote(world.Folder)}";
        yield return ("The domains that are hosted here", $"{program} domain list {data}");
        yield return ("Fetch a policy, as a sender would", Curl("garden.test", world.HttpsPort));
        yield return ("Change it, and fetch it again: it is served within a second, without a restart", $"{program} domain set garden.test --mode enforce {data}");
        yield return ("What the owner publishes in DNS, once the new policy is served", $"{program} records garden.test {data} --policy-host policy.example.net --wait-served 10s {Network(world.HttpsPort)}");
        yield return ("The same as a zone file; or json, terraform, octodns, dnscontrol, nsupdate", $"{program} records garden.test {data} --policy-host policy.example.net --format zone");
        yield return ("The record that senders see today: the id is not the new one yet", $"dig +short @{world.Dns.Address} -p {world.Dns.Port} _mta-sts.garden.test TXT");
        yield return ("A policy with a slip, and what lint says of it", $"{Curl("brackets.test", world.BrokenPort)} | {program} lint -");
        yield return ("Somebody's web page in place of a policy", $"{Curl("webpage.test", world.BrokenPort)} | {program} lint -");
        yield return ("A policy host with an expired certificate", Curl("expired.test", world.BrokenPort));
        yield return ("A policy host that sends you elsewhere; senders do not follow", Curl("redirect.test", world.BrokenPort) + " -i");
    }

    private string Curl(string domain, int port) =>
        $"curl -sS --cacert {Quote(world.TrustedRoots)} --resolve mta-sts.{domain}:{port}:127.0.0.1 https://mta-sts.{domain}:{port}/.well-known/mta-sts.txt";

    private string Network(int port) => $"--dns {world.Dns} --ca {Quote(world.TrustedRoots)} --https-port {port}";

    private static string Quote(string path) => Site.ShellWord.Of(path);
}
