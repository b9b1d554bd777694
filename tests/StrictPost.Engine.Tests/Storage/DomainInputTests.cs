using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Tests.Storage;

public sealed class DomainInputTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("604800", 604_800)]
    [InlineData("12h", 43_200)]
    [InlineData("30d", 2_592_000)]
    [InlineData("1w", 604_800)]
    [InlineData("90m", 5_400)]
    [InlineData("31557600", 31_557_600)]
    public void MaxAge_LengthOfTime_IsTakenInSeconds(string text, int expected)
    {
        Assert.Null(DomainInput.MaxAge(text, out int seconds));
        Assert.Equal(expected, seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1y")]
    [InlineData("w")]
    [InlineData("1.5d")]
    [InlineData("31557601")]
    [InlineData("53w")]
    [InlineData("99999999999999999999")]
    [InlineData("1\r\nmode: none")]
    public void MaxAge_AnythingElse_IsRefused(string text) => Assert.NotNull(DomainInput.MaxAge(text, out _));

    [Theory]
    [InlineData("MX1.Example.ORG", "mx1.example.org")]
    [InlineData("*.mäil.example", "*.xn--mil-qla.example")]
    [InlineData("mäil.example", "xn--mil-qla.example")]
    public void Mx_Name_BecomesCanonical(string text, string expected) => Assert.Equal(expected, DomainInput.Mx(text).Value?.Text);

    [Theory]
    [InlineData("mx.example.org.", "policy-mx-trailing-dot")]
    [InlineData("192.0.2.1", "policy-mx-ip-address")]
    [InlineData("mx.*.org", "policy-mx-wildcard-misplaced")]
    public void Mx_WhatASenderCannotUse_IsRefused(string text, string code)
    {
        var parsed = DomainInput.Mx(text);

        Assert.Null(parsed.Value);
        Assert.Equal(code, parsed.Findings[0].Code);
    }

    [Theory]
    [InlineData("localhost", "domain-single-label")]
    [InlineData("https://example.org/", "domain-is-url")]
    [InlineData("mta-sts.example.org", "domain-is-policy-host")]
    public void Domain_WhatCannotBeHosted_IsRefused(string text, string code) => Assert.Equal(code, DomainInput.Domain(text).Findings[0].Code);

    [Fact]
    public void Domain_NoRoomForThePolicyHost_IsRefused()
    {
        string label = new('a', 61);
        string domain = $"{label}.{label}.{label}.{label}.ab";

        Assert.Equal("domain-too-long", DomainInput.Domain(domain).Findings[0].Code);
    }
}
