namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary><c>strictpost check</c> of domains whose servers are all real.</summary>
[Collection(PeerWorldTests.Name)]
public sealed class CheckTests(PeerWorld world)
{
    public static TheoryData<string> Labels => [.. PeerWorld.Domains.Select(domain => domain.Label)];

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task Domain_Checked_GetsItsVerdictAndCodesAndNoOthers(string label)
    {
        var domain = PeerWorld.Domain(label);

        var seen = (await world.CheckedAsync())[domain.Name];

        Assert.True((domain.Verdict, domain.Codes) == (seen.Verdict, seen.Codes), $"expected {domain.Verdict} [{domain.Codes}], but it is {seen}");
    }

    [Theory]
    [InlineData("good", 1, "deliver", "deliver", "deliver-unprotected")]
    [InlineData("redirect", 1, "deliver-unprotected", "deliver-unprotected", "deliver-unprotected")]
    [InlineData("mx-expired", 1, "refuse", "refuse", "deliver-unprotected")]
    [InlineData("mx-testing", 1, "deliver-unprotected", "deliver-unprotected", "deliver-unprotected")]
    [InlineData("mx-no-starttls", 1, "refuse", "refuse", "deliver-unprotected")]
    [InlineData("mx-greets-554", 1, "unknown", "unknown", "unknown")]
    [InlineData("mx-second-expired", 1, "deliver", "deliver", "deliver-unprotected")]
    [InlineData("mx-second-expired", 2, "refuse", "refuse", "deliver-unprotected")]
    [InlineData("dane-3-1-1-wrong", 1, "deliver", "refuse", "deliver-unprotected")]
    [InlineData("dane-ee-ugly", 1, "refuse", "deliver", "deliver-unprotected")]
    [InlineData("dane-bogus", 1, "deliver", "refuse", "deliver-unprotected")]
    [InlineData("dane-unsigned", 1, "deliver", "deliver", "deliver-unprotected")]
    public async Task Senders_OfEachKind_DecideByWhatTheyLookAt(string label, int host, string honoursMtaSts, string prefersDane, string ignoresBoth)
    {
        var domain = PeerWorld.Domain(label);
        string name = domain.MailHostName(host - 1);

        var seen = (await world.CheckedAsync())[domain.Name];

        Assert.Equal(honoursMtaSts, seen.Delivery(name, "honours-mta-sts"));
        Assert.Equal(prefersDane, seen.Delivery(name, "prefers-dane"));
        Assert.Equal(ignoresBoth, seen.Delivery(name, "ignores-both"));
    }

    [Theory]
    [InlineData("good", 0)]
    [InlineData("dane-partial", 0)]
    [InlineData("mx-expires-soon", 0)]
    [InlineData("redirect", 1)]
    [InlineData("mx-expired", 1)]
    [InlineData("all-bogus", 1)]
    public async Task Domain_CheckedAlone_EndsWithItsExitCode(string label, int exitCode)
    {
        var domain = PeerWorld.Domain(label);

        var ended = await world.CheckAsync(domain.Name);

        Assert.True(exitCode == ended.ExitCode, ended.Error + ended.Output);
        Assert.Equal(domain.Codes, CheckedDomain.Read(ended.Output).Codes);
    }

    /// <summary>"HTTP 3xx redirects MUST NOT be followed" (RFC 8461 §3.3), by the word of the server at the other end.</summary>
    [Fact]
    public async Task Redirect_ToAGoodPolicy_IsNotFollowed()
    {
        await world.CheckedAsync();

        Assert.Contains(world.Nginx.Requests, line => line.Contains("mta-sts.redirect.", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Nginx.Requests, line => line.Contains("elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Domain_ThatDnssecProvesMissing_IsSaidNotToExist()
    {
        var ended = await world.CheckAsync($"nobody.{PeerZones.Signed}");

        Assert.Equal("dns-domain-missing", CheckedDomain.Read(ended.Output).Codes);
        Assert.Equal(1, ended.ExitCode);
    }

    [Theory]
    [InlineData("good", "")]
    [InlineData("unpublished", "record-missing tlsrpt-absent")]
    [InlineData("behind", "authoritative-disagree")]
    [InlineData("record-alias", "")]
    [InlineData("all-bogus", "authoritative-unreachable dns-server-failure")]
    public async Task AuthoritativeServers_Asked_AddWhatTheySayThemselves(string label, string codes)
    {
        var ended = await world.CheckAsync(PeerWorld.Domain(label).Name, "--authoritative", "--authoritative-port", $"{world.AuthorityPort}");

        Assert.Equal(codes, CheckedDomain.Read(ended.Output).Codes);
    }

    [Fact]
    public async Task AuthoritativeServer_ThatIsNotThere_IsSaidToBeMissing()
    {
        var ended = await world.CheckAsync(PeerWorld.Domain("good").Name, "--authoritative", "--authoritative-port", $"{PeerPort.Free()}");

        Assert.Equal("authoritative-unreachable", CheckedDomain.Read(ended.Output).Codes);
    }
}
