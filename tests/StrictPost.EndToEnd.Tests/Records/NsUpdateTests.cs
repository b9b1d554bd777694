using StrictPost.EndToEnd.Tests.Site;

namespace StrictPost.EndToEnd.Tests.Records;

/// <summary>The script for <c>nsupdate</c>, run for real: by nsupdate, with a key, into BIND, and read back by dig.</summary>
public sealed class NsUpdateTests
{
    private const string Body = "version: STSv1\r\nmode: testing\r\nmx: mx.example.org\r\nmax_age: 86400\r\n";

    [Fact]
    public async Task Script_OnARealServer_PublishesExactlyTheRecords()
    {
        await using var place = await Workplace.OpenAsync();
        await using var server = await NameServer.StartAsync(place.Folder);

        await UpdateAsync(place, server, "--policy-host", "policies.example.net", "--changed", "2026-01-01T00:00:00Z");

        Assert.Equal(["policies.example.net."], await server.AskAsync("mta-sts.example.org", "CNAME"));
        Assert.StartsWith("\"v=STSv1; id=20260101000000", Assert.Single(await server.AskAsync("_mta-sts.example.org", "TXT")), StringComparison.Ordinal);
        Assert.Equal(["\"v=TLSRPTv1; rua=mailto:tls-reports@example.org;\""], await server.AskAsync("_smtp._tls.example.org", "TXT"));
    }

    [Fact]
    public async Task Script_OnARealServer_ReplacesWhatWasThere()
    {
        await using var place = await Workplace.OpenAsync();
        await using var server = await NameServer.StartAsync(place.Folder);
        await UpdateAsync(place, server, "--policy-host", "policies.example.net", "--changed", "2026-01-01T00:00:00Z");
        string[] many = [.. Enumerable.Range(1, 20).Select(i => $"mailto:reports+{i}@example.org")];

        await UpdateAsync(place, server, ["--address", "192.0.2.1", "2001:db8::1", "--changed", "2026-02-02T00:00:00Z", "--rua", .. many]);

        Assert.Empty(await server.AskAsync("mta-sts.example.org", "CNAME"));
        Assert.Equal(["192.0.2.1"], await server.AskAsync("mta-sts.example.org", "A"));
        Assert.Equal(["2001:db8::1"], await server.AskAsync("mta-sts.example.org", "AAAA"));
        Assert.StartsWith("\"v=STSv1; id=20260202000000", Assert.Single(await server.AskAsync("_mta-sts.example.org", "TXT")), StringComparison.Ordinal);
        string reports = Assert.Single(await server.AskAsync("_smtp._tls.example.org", "TXT"));
        Assert.Equal($"v=TLSRPTv1; rua={string.Join(',', many)};", reports.Trim('"').Replace("\" \"", "", StringComparison.Ordinal));
    }

    private static async Task UpdateAsync(Workplace place, NameServer server, params string[] options)
    {
        await File.WriteAllTextAsync(place.PathOf("mta-sts.txt"), Body, TestContext.Current.CancellationToken);
        var records = await place.StrictPostAsync(["records", "example.org", "--policy", "mta-sts.txt", "--format", "nsupdate", .. options]);
        var update = await server.UpdateAsync(records.Output);
        Assert.True((records.ExitCode, update.ExitCode) == (0, 0), records.Error + update.Error + update.Output);
    }
}
