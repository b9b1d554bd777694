namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>OpenSSL looks at the mail hosts by its own code for PKIX and DANE.</summary>
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
}
