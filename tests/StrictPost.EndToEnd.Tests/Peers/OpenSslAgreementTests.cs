namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>OpenSSL looks at the mail hosts by code of its own for PKIX and DANE, and has to come to the same end as we do.</summary>
[Collection(PeerWorldTests.Name)]
public sealed class OpenSslAgreementTests(PeerWorld world)
{
    [Theory]
    [InlineData("mx-good", true)]
    [InlineData("mx-expired", false)]
    [InlineData("mx-self-signed", false)]
    [InlineData("mx-wrong-name", false)]
    [InlineData("mx-untrusted", false)]
    [InlineData("mx-no-starttls", false)]
    public async Task MailHost_LookedAt_IsAsOrdered(string label, bool proven) =>
        Assert.Equal(proven, await new OpenSslClient(world).IsProvenAsync(PeerWorld.Domain(label), 0));

    [Theory]
    [InlineData("dane-2-0-1", true)]
    [InlineData("dane-2-1-1", true)]
    [InlineData("dane-3-1-1", true)]
    [InlineData("dane-3-0-2", true)]
    [InlineData("dane-3-0-0", true)]
    [InlineData("dane-rollover", true)]
    [InlineData("dane-ee-ugly", true)]
    [InlineData("dane-3-1-1-wrong", false)]
    [InlineData("dane-2-1-1-wrong", false)]
    [InlineData("dane-ta-not-sent", false)]
    [InlineData("dane-ta-name", false)]
    [InlineData("dane-ta-expired", false)]
    public async Task MailHost_LookedAtByDane_IsAsOrdered(string label, bool proven) =>
        Assert.Equal(proven, await new OpenSslClient(world).IsDaneProvenAsync(PeerWorld.Domain(label), 0));

    /// <summary>
    /// Those whose policy is enforced and whose first host can be talked to. OpenSSL's client takes a name in the subject alone,
    /// which RFC 8461 §4.2 forbids, so that one is left out.
    /// </summary>
    public static TheoryData<string> Enforcing =>
    [
        .. PeerDomains.Mail.Concat(PeerDomains.Dane)
            .Where(domain => domain.Codes is not ("smtp-greeting-refused" or "smtp-connection-refused")
                && domain is { Mode: "enforce", Verdict: not "undetermined", MailHosts: [{ Certificate: not CertificateKind.NameOnlyInSubject }, ..] })
            .Select(domain => domain.Label),
    ];

    /// <summary>Those whose records are signed, and of which one at least can be used.</summary>
    public static TheoryData<string> WithDane =>
        [.. PeerDomains.Dane.Where(domain => domain.Codes.Contains("dane-takes-precedence", StringComparison.Ordinal)).Select(domain => domain.Label)];

    [Theory]
    [MemberData(nameof(Enforcing))]
    public async Task SenderThatHonoursMtaSts_AtAMailHost_DeliversWhereOpenSslVerifies(string label)
    {
        var domain = PeerWorld.Domain(label);
        bool proven = await new OpenSslClient(world).IsProvenAsync(domain, 0);

        var seen = (await world.CheckedAsync())[domain.Name];

        Assert.Equal(proven ? "deliver" : "refuse", seen.Delivery(domain.MailHostName(0), "honours-mta-sts"));
    }

    [Theory]
    [MemberData(nameof(WithDane))]
    public async Task SenderThatPrefersDane_AtAMailHost_DeliversWhereOpenSslVerifies(string label)
    {
        var domain = PeerWorld.Domain(label);
        bool proven = await new OpenSslClient(world).IsDaneProvenAsync(domain, 0);

        var seen = (await world.CheckedAsync())[domain.Name];

        Assert.Equal(proven ? "deliver" : "refuse", seen.Delivery(domain.MailHostName(0), "prefers-dane"));
    }
}
