using System.Globalization;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>What OpenSSL's own client makes of a mail host.</summary>
internal sealed class OpenSslClient(PeerWorld world)
{
    /// <summary>Whether the host proves its name by certificate, to one who trusts the world's authority.</summary>
    public async Task<bool> IsProvenAsync(PeerDomain domain, int host) => Verified(await AskAsync(
        domain, host, "-CAfile", world.RootFile, "-verify_return_error", "-verify_hostname", domain.MailHostName(host), "-verify", "5"));

    /// <summary>Whether the TLSA records, as the resolver gives them, vouch for the host.</summary>
    public async Task<bool> IsDaneProvenAsync(PeerDomain domain, int host)
    {
        string[] records = await TlsaAsync(domain.MailHostName(host));
        Assert.NotEmpty(records);
        return Verified(await AskAsync(
            domain, host,
            ["-verify_return_error", "-dane_ee_no_namechecks", "-dane_tlsa_domain", domain.MailHostName(host), .. records.SelectMany(record => new[] { "-dane_tlsa_rrdata", record })]));
    }

    /// <summary>Its client also calls it well verified when there was no TLS at all, and then says so by its exit code.</summary>
    private static bool Verified(Ended client) => client.ExitCode == 0 && client.Output.Contains("Verification: OK", StringComparison.Ordinal);

    private async Task<Ended> AskAsync(PeerDomain domain, int host, params string[] arguments)
    {
        string endPoint = string.Create(CultureInfo.InvariantCulture, $"{domain.MailHostAddress(host)}:{world.Postfix.Port}");
        return await Started.RunAsync("/usr/bin/openssl", world.Folder, ["s_client", "-starttls", "smtp", "-connect", endPoint, .. arguments]);
    }

    private async Task<string[]> TlsaAsync(string host) =>
        (await Started.SucceedAsync(
            "/usr/bin/kdig", world.Folder, "@127.0.0.1", "-p", $"{world.DnsPort}", "+short", $"_25._tcp.{host}", "TLSA"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
