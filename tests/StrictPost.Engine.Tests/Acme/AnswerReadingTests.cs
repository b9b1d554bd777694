using System.Text;
using StrictPost.Engine.Acme;

namespace StrictPost.Engine.Tests.Acme;

/// <summary>What is made of an authority's answers, good and bad.</summary>
public sealed class AnswerReadingTests
{
    private const string GoodOrder = """
        {"status":"valid","expires":"2026-07-01T00:00:00Z","authorizations":["https://ca.example/authz/1"],
         "finalize":"https://ca.example/finalize/1","certificate":"https://ca.example/certificate/1"}
        """;

    private const string GoodAuthorization = """
        {"status":"pending","identifier":{"type":"dns","value":"MTA-STS.example.test"},"challenges":[
         {"type":"dns-01","status":"pending","url":"https://ca.example/c/0","token":"Vq3fTgR0m1x8dJ5bYc2uZA"},
         {"type":"http-01","status":"pending","url":"https://ca.example/c/1","token":"Vq3fTgR0m1x8dJ5bYc2uZA"},
         {"type":"tls-alpn-01","status":"invalid","url":"https://ca.example/c/2","token":"Vq3fTgR0m1x8dJ5bYc2uZB",
          "error":{"type":"urn:ietf:params:acme:error:tls","detail":"no certificate"}}]}
        """;

    private static readonly Uri Url = new("https://ca.example/order/1");

    [Fact]
    public void Order_Complete_IsReadWhole()
    {
        var order = Order(GoodOrder)!;

        Assert.Equal((Url, OrderStatus.Valid), (order.Url, order.Status));
        Assert.Equal(["https://ca.example/authz/1"], order.Authorizations.Select(url => url.ToString()).ToArray());
        Assert.Equal("https://ca.example/certificate/1", order.Certificate?.ToString());
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero), order.Expires);
    }

    [Theory]
    [InlineData("\"valid\"", "\"finished\"")]
    [InlineData("\"valid\"", "1")]
    [InlineData("\"valid\"", "\"\\ud800\"")]
    [InlineData("[\"https://ca.example/authz/1\"]", "[]")]
    [InlineData("[\"https://ca.example/authz/1\"]", "[\"https://ca.example/authz/1\",7]")]
    [InlineData("[\"https://ca.example/authz/1\"]", "\"https://ca.example/authz/1\"")]
    [InlineData("https://ca.example/authz/1", "http://ca.example/authz/1")]
    [InlineData("https://ca.example/finalize/1", "file:///etc/passwd")]
    [InlineData("https://ca.example/finalize/1", "https://user:password@ca.example/")]
    [InlineData("https://ca.example/certificate/1", "/certificate/1")]
    [InlineData("\"expires\"", "\"status\"")]
    [InlineData("{", "[")]
    public void Order_WithSomethingThatIsNone_IsRefused(string good, string bad) => Assert.Null(Order(GoodOrder.Replace(good, bad, StringComparison.Ordinal)));

    [Theory]
    [InlineData("2026-07-01T00:00:00")]
    [InlineData("2026-07-01")]
    [InlineData("yesterday")]
    [InlineData("99999-07-01T00:00:00Z")]
    public void Order_WithATimeThatIsNone_LapsesNobodyKnowsWhen(string time) =>
        Assert.Null(Order(GoodOrder.Replace("2026-07-01T00:00:00Z", time, StringComparison.Ordinal))!.Expires);

    [Fact]
    public void Authorization_Complete_KeepsTheChallengesThatWeKnow()
    {
        var authorization = Authorization(GoodAuthorization)!;

        Assert.Equal("mta-sts.example.test", authorization.Host);
        Assert.Equal([ChallengeType.Http01, ChallengeType.TlsAlpn01], authorization.Challenges.Select(challenge => challenge.Type));
        Assert.Equal((AcmeProblemKind.Tls, "no certificate"), (authorization.Error!.Kind, authorization.Error.Text));
    }

    [Theory]
    [InlineData("../../../etc/passwd12345678")]
    [InlineData("short")]
    [InlineData("Vq3fTgR0m1x8dJ5bYc2uZA==")]
    [InlineData("Vq3fTgR0m1x8dJ5bYc2uZA\\r\\n")]
    public void Authorization_WithATokenThatIsNone_HasNoSuchChallenge(string token)
    {
        var authorization = Authorization(GoodAuthorization.Replace("Vq3fTgR0m1x8dJ5bYc2uZA", token, StringComparison.Ordinal))!;

        Assert.Equal([ChallengeType.TlsAlpn01], authorization.Challenges.Select(challenge => challenge.Type));
    }

    [Fact]
    public void Authorization_OfSomethingOtherThanAName_IsRefused() =>
        Assert.Null(Authorization(GoodAuthorization.Replace("\"dns\"", "\"ip\"", StringComparison.Ordinal)));

    [Fact]
    public void Problem_WithSubproblems_TellsThemAll()
    {
        var problem = Problem("""
            {"type":"urn:ietf:params:acme:error:rejectedIdentifier","detail":"Some names are refused","status":403,"subproblems":[
             {"type":"urn:ietf:params:acme:error:caa","detail":"CAA forbids","identifier":{"type":"dns","value":"mta-sts.example.test"}},"noise",
             {"type":"https://ca.example/own","detail":"bad luck"}]}
            """);

        Assert.Equal(AcmeProblemKind.RejectedIdentifier, problem.Kind);
        Assert.Equal("Some names are refused; mta-sts.example.test: CAA forbids; bad luck", problem.Text);
        Assert.Equal([AcmeProblemKind.Caa, "https://ca.example/own"], problem.Subproblems.Select(part => part.Kind).ToArray());
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Problem_WithoutADocument_SaysTheStatus(string body)
    {
        var problem = AcmeProblem.Of(new AcmeAnswer(502, Encoding.UTF8.GetBytes(body)) { RetryAfter = TimeSpan.FromMinutes(2) });

        Assert.Contains("502", problem.Text, StringComparison.Ordinal);
        Assert.True(problem.IsAuthoritysOwn);
        Assert.Equal(TimeSpan.FromMinutes(2), problem.RetryAfter);
    }

    [Fact]
    public void Problem_OfAnyLength_IsKeptInPart() =>
        Assert.Equal(AcmeProblem.LongestText, Problem($$"""{"detail":"{{new string('x', 100_000)}}"}""").Detail.Length);

    [Fact]
    public void Directory_Complete_TellsWhatTheAuthorityIsKnownBy()
    {
        var directory = JsonFields.Read(
            """
            {"newNonce":"https://ca.example/1","newAccount":"https://ca.example/2","newOrder":"https://ca.example/3","revokeCert":"https://ca.example/4",
             "keyChange":"https://ca.example/5","meta":{"caaIdentities":["CA.example.","",3],"externalAccountRequired":true,"termsOfService":"https://ca.example/terms"}}
            """u8.ToArray(),
            AcmeDirectory.Read)!;

        Assert.Equal(["ca.example"], directory.CaaIdentities);
        Assert.True(directory.RequiresExternalAccount);
        Assert.Equal("https://ca.example/terms", directory.TermsOfService);
        Assert.Null(directory.RenewalInfo);
    }

    [Theory]
    [InlineData("""{"suggestedWindow":{"start":"2026-01-02T00:00:00Z","end":"2026-01-01T00:00:00Z"}}""")]
    [InlineData("""{"suggestedWindow":{"start":"2026-01-02T00:00:00Z","end":"2026-01-02T00:00:00Z"}}""")]
    [InlineData("""{"suggestedWindow":{"start":"2026-01-02T00:00:00Z"}}""")]
    [InlineData("""{"suggestedWindow":[]}""")]
    [InlineData("{}")]
    public void RenewalInfo_WithoutAWindow_IsRefused(string json) => Assert.Null(JsonFields.Read(Encoding.UTF8.GetBytes(json), RenewalInfo.Read));

    [Theory]
    [InlineData(0, "2026-01-01T00:00:00Z")]
    [InlineData(0.5, "2026-01-02T00:00:00Z")]
    [InlineData(1, "2026-01-03T00:00:00Z")]
    [InlineData(7, "2026-01-03T00:00:00Z")]
    public void RenewalInfo_MomentAt_IsInTheWindow(double fraction, string moment)
    {
        var window = JsonFields.Read(
            """{"suggestedWindow":{"start":"2026-01-01T00:00:00Z","end":"2026-01-03T00:00:00Z"}}"""u8.ToArray(), RenewalInfo.Read)!;

        Assert.Equal(DateTimeOffset.Parse(moment, null), window.MomentAt(fraction));
    }

    [Theory]
    [InlineData("""<https://ca.example/1>;rel="alternate" """, "https://ca.example/1")]
    [InlineData("""</c/2>; title="a, b"; rel=alternate, <https://ca.example/3>;rel="index" """, "https://ca.example/c/2")]
    [InlineData("""<https://ca.example/1>;rel="up alternate",<https://ca.example/2>;REL="Alternate" """, "https://ca.example/1 https://ca.example/2")]
    [InlineData("""<http://ca.example/1>;rel="alternate" """, "")]
    [InlineData("""<https://ca.example/1>;rev="alternate" """, "")]
    [InlineData("<<<>>>;;;rel=", "")]
    public void Link_Alternates_AreThoseSaidToBe(string field, string expected) =>
        Assert.Equal(expected, string.Join(' ', AnswerHeaders.Alternates(field, Url)));

    [Fact]
    public void NoncePool_Overflowing_ForgetsTheOldest()
    {
        var pool = new NoncePool();
        for (int i = 0; i <= NoncePool.Most; i++)
            pool.Put($"{i}");

        var taken = Enumerable.Range(0, NoncePool.Most + 1).Select(_ => pool.Take()).ToList();

        Assert.Equal($"{NoncePool.Most}", taken[0]);
        Assert.Equal(("1", null), (taken[^2], taken[^1]));
    }

    private static AcmeOrder? Order(string json) => JsonFields.Read(Encoding.UTF8.GetBytes(json), fields => AcmeOrder.Read(Url, fields));

    private static AcmeAuthorization? Authorization(string json) => JsonFields.Read(Encoding.UTF8.GetBytes(json), AcmeAuthorization.Read);

    private static AcmeProblem Problem(string json) => AcmeProblem.Of(new AcmeAnswer(403, Encoding.UTF8.GetBytes(json)));
}
