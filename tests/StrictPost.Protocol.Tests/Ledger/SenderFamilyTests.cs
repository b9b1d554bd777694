using CsCheck;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.Tests.Properties;

namespace StrictPost.Protocol.Tests.Ledger;

public sealed class SenderFamilyTests
{
    [Theory]
    [InlineData("Google-SMTP-STS", "Google")]
    [InlineData("postfix-tlspol/1.8.25", "postfix-tlspol")]
    [InlineData("postfix-mta-sts-resolver/1.4.0", "postfix-mta-sts-resolver")]
    [InlineData("Python/3.11 aiohttp/3.8.4", "Python")]
    [InlineData("Go-http-client/2.0", "Go")]
    [InlineData("curl/7.88.1", "curl")]
    [InlineData("CURL/7.88.1", "curl")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "browser")]
    [InlineData("something/1.0", "other")]
    [InlineData("", "none")]
    [InlineData("  ", "none")]
    public void Of_ProgramsName_IsItsFamily(string userAgent, string family) => Assert.Equal(family, SenderFamily.Of(userAgent));

    [Fact]
    public void Of_AnyText_IsOneOfAFew() => Generators.AnyText.Array[500].Sample(
        texts => Assert.InRange(texts.Select(text => SenderFamily.Of(text)).Distinct(StringComparer.Ordinal).Count(), 1, 40), iter: 10);

    [Fact]
    public void Of_LongText_LooksAtItsBeginningOnly() => Assert.Equal(SenderFamily.Other, SenderFamily.Of(new string('x', 10_000) + "curl"));
}
