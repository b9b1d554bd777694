using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Certificates;

namespace StrictPost.Engine.Tests.Acme;

/// <summary>The client before authorities that misbehave, and what the real one of the end-to-end tests lacks.</summary>
public sealed class AcmeClientTests : IDisposable
{
    private readonly AccountKey _key = AccountKey.Create();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"newNonce\":")]
    [InlineData("[1,2,3]")]
    [InlineData("")]
    public async Task Connect_ToSomethingThatIsNoDirectory_SaysSo(string body)
    {
        await using var authority = new ScriptedAuthority(_ => ScriptedAuthority.Answer(200, body));

        Assert.Equal(AcmeFaultKind.BadAnswer, (await FaultOfConnectingAsync(authority.Settings)).Kind);
    }

    [Fact]
    public async Task Connect_ToAnEndlessAnswer_StopsReading()
    {
        await using var authority = new ScriptedAuthority(_ => ScriptedAuthority.Answer(200, new string(' ', 300 * 1024)));

        var fault = await FaultOfConnectingAsync(authority.Settings);

        Assert.Equal(AcmeFaultKind.BadAnswer, fault.Kind);
        Assert.Contains("256 KiB", fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ToARedirect_DoesNotFollow()
    {
        await using var authority = new ScriptedAuthority(_ => ScriptedAuthority.Answer(302, "", "Location: /elsewhere"));

        Assert.Equal(AcmeFaultKind.BadAnswer, (await FaultOfConnectingAsync(authority.Settings)).Kind);
        Assert.Single(authority.Requests);
    }

    [Fact]
    public async Task Connect_ToAnAuthorityWhomNobodyKnows_SaysThatItIsNotTrusted()
    {
        await using var authority = new ScriptedAuthority(_ => null);

        Assert.Equal(AcmeFaultKind.Untrusted, (await FaultOfConnectingAsync(authority.Settings with { Roots = null })).Kind);
        Assert.Empty(authority.Requests);
    }

    [Fact]
    public async Task Connect_WithoutHttps_AsksNothing() =>
        Assert.Equal(AcmeFaultKind.BadAnswer, (await FaultOfConnectingAsync(new AcmeSettings(new Uri("http://127.0.0.1:1/")))).Kind);

    [Fact]
    public async Task Connect_WhereNobodyListens_SaysThatItCannotBeReached()
    {
        var authority = new ScriptedAuthority(_ => null);
        var settings = authority.Settings;
        await authority.DisposeAsync();

        Assert.Equal(AcmeFaultKind.Unreachable, (await FaultOfConnectingAsync(settings)).Kind);
    }

    [Fact]
    public async Task Connect_ToSilence_EndsAtTheDeadline()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource();
        await using var authority = new ScriptedAuthority(_ =>
        {
            asked.SetResult();
            return "";
        });

        var connecting = AcmeAuthority.ConnectAsync(authority.Settings, time, Cancellation);
        await asked.Task.WaitAsync(Cancellation);
        time.Advance(authority.Settings.Deadline);

        Assert.Equal(AcmeFaultKind.TimedOut, Assert.IsType<AcmeFault>((await connecting).Error).Kind);
    }

    [Fact]
    public async Task Register_AskedAsRfc8555Says_IsSignedFreshAndNamed()
    {
        await using var authority = Answering("/account", self => ScriptedAuthority.Answer(201, """{"status":"valid"}""", $"Location: {self.Root}/account/7"));
        using var connected = (await AcmeAuthority.ConnectAsync(authority.Settings, TimeProvider.System, Cancellation)).Value!;

        var session = await connected.RegisterAsync(_key, new AccountRequest { Contacts = ["mailto:a@example.test"], AgreesToTerms = true }, Cancellation);

        Assert.Equal($"{authority.Root}/account/7", session.Value?.Account.ToString());
        var request = authority.Requests.Last();
        Assert.Equal("POST", request.Method);
        Assert.Contains("Content-Type: application/jose+json\r\n", request.Headers.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.Contains("User-Agent: strictpost/", request.Headers, StringComparison.Ordinal);
        Assert.Contains("\"nonce\":\"nonce-1\"", request.Part("protected"), StringComparison.Ordinal);
        Assert.Equal("""{"termsOfServiceAgreed":true,"contact":["mailto:a@example.test"]}""", request.Part("payload"));
    }

    [Fact]
    public async Task Post_WithoutAnyNonce_SaysWhatIsMissing()
    {
        await using var authority = Answering("/nonce", _ => ScriptedAuthority.Answer(204, ""));

        var ordered = await (await authority.SessionAsync(_key)).Orders.CreateAsync("mta-sts.example.test", replaces: null, Cancellation);

        Assert.Contains("nonce", Assert.IsType<AcmeFault>(ordered.Error).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhoseNonceIsAlwaysRefused_EndsAfterSomeTries()
    {
        await using var authority = Answering("/order", self => ScriptedAuthority.Problem(400, "badNonce", $"Replay-Nonce: {self.NextNonce()}"));

        var ordered = await (await authority.SessionAsync(_key)).Orders.CreateAsync("mta-sts.example.test", replaces: null, Cancellation);

        Assert.Equal(AcmeProblemKind.BadNonce, Assert.IsType<AcmeProblem>(ordered.Error).Kind);
        var tries = authority.Requests.Where(request => request.Path == "/order").Select(request => request.Part("protected")).ToList();
        Assert.Equal(SignedRequests.MostTries, tries.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(SignedRequests.MostTries, tries.Count);
        Assert.Single(authority.Requests, request => request.Path == "/nonce");
    }

    [Theory]
    [InlineData("Retry-After: 120", 120)]
    [InlineData("Retry-After: 999999999", 8 * 86400)]
    [InlineData("Retry-After: Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("X: y", null)]
    public async Task Order_RefusedForItsRate_TellsHowLongToWait(string header, int? seconds)
    {
        await using var authority = Answering("/order", _ => ScriptedAuthority.Problem(429, "rateLimited", header));

        var ordered = await (await authority.SessionAsync(_key)).Orders.CreateAsync("mta-sts.example.test", replaces: null, Cancellation);

        Assert.Equal(AcmeProblemKind.RateLimited, Assert.IsType<AcmeProblem>(ordered.Error).Kind);
        Assert.Equal(seconds, ordered.Error.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("http://localhost/order/1")]
    [InlineData("")]
    public async Task Order_WithoutAUsablePlace_IsRefused(string location)
    {
        await using var authority = Answering("/order", _ => ScriptedAuthority.Answer(201, "{}", $"Location: {location}"));

        var ordered = await (await authority.SessionAsync(_key)).Orders.CreateAsync("mta-sts.example.test", replaces: null, Cancellation);

        Assert.Equal(AcmeFaultKind.BadAnswer, Assert.IsType<AcmeFault>(ordered.Error).Kind);
    }

    [Fact]
    public async Task Settled_WhenTheOrderNeverGetsReady_GivesUpAndSaysSo()
    {
        await using var authority = Answering("/order/1", self => ScriptedAuthority.Answer(200, Order(self, "processing"), $"Replay-Nonce: {self.NextNonce()}", "Retry-After: 0"));
        var settings = authority.Settings with { Patience = TimeSpan.FromMilliseconds(250) };
        using var connected = (await AcmeAuthority.ConnectAsync(settings, TimeProvider.System, Cancellation)).Value!;

        var settled = await connected.Resume(_key, new Uri($"{authority.Root}/account/1")).Orders.SettledAsync(new Uri($"{authority.Root}/order/1"), Cancellation);

        Assert.Equal(AcmeFaultKind.TimedOut, Assert.IsType<AcmeFault>(settled.Error).Kind);
    }

    [Fact]
    public async Task RenewalInfo_OfACertificate_IsAskedForByItsId()
    {
        await using var authority = Answering("/ari/issuer.serial", _ => ScriptedAuthority.Answer(
            200, """{"suggestedWindow":{"start":"2026-01-01T00:00:00Z","end":"2026-01-03T00:00:00Z"}}""", "Retry-After: 21600"));
        using var connected = (await AcmeAuthority.ConnectAsync(authority.Settings, TimeProvider.System, Cancellation)).Value!;

        var info = await connected.RenewalInfoAsync(new CertificateId("issuer.serial"), Cancellation);

        Assert.Equal(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), info!.Value!.End);
        Assert.Equal(TimeSpan.FromHours(6), info.RetryAfter);
    }

    [Fact]
    public async Task Order_ThatReplacesACertificate_NamesItWhereTheAuthorityKnowsRenewals()
    {
        await using var authority = Answering("/order", self => ScriptedAuthority.Answer(201, Order(self, "pending"), $"Location: {self.Root}/order/1"));

        var ordered = await (await authority.SessionAsync(_key)).Orders.CreateAsync("mta-sts.example.test", new CertificateId("issuer.serial"), Cancellation);

        Assert.True(ordered.Succeeded);
        Assert.Equal(
            """{"identifiers":[{"type":"dns","value":"mta-sts.example.test"}],"replaces":"issuer.serial"}""", authority.Requests.Last().Part("payload"));
    }

    [Fact]
    public async Task Download_WithAPreferredIssuer_TakesTheAlternateThatEndsBelowIt()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var first = CertificateAuthority.Create("First root", now, TimeSpan.FromDays(1));
        using var second = CertificateAuthority.Create("Second root", now, TimeSpan.FromDays(1));
        using var authority1 = first.Issue(new LeafRequest(["a.test"], now, now.AddHours(1)));
        using var authority2 = second.Issue(new LeafRequest(["a.test"], now, now.AddHours(1)));
        await using var authority = new ScriptedAuthority(request => request.Path switch
        {
            "/certificate" => Chain(authority1, """Link: <broken>;rel="alternate", </gone>;rel="alternate", </second>;rel="alternate" """),
            "/second" => Chain(authority2),
            _ => null,
        });
        var orders = (await authority.SessionAsync(_key)).Orders;
        var url = new Uri($"{authority.Root}/certificate");

        Assert.Equal("Second root", (await orders.DownloadAsync(url, "Second root", Cancellation)).Value?.TopIssuer);
        Assert.Equal("First root", (await orders.DownloadAsync(url, "First root", Cancellation)).Value?.TopIssuer);
        Assert.Equal("First root", (await orders.DownloadAsync(url, "Nobody", Cancellation)).Value?.TopIssuer);
        Assert.Equal("First root", (await orders.DownloadAsync(url, preferredIssuer: null, Cancellation)).Value?.TopIssuer);
    }

    [Fact]
    public async Task Download_OfMoreThanAnyChain_StopsReading()
    {
        await using var authority = Answering("/certificate", _ => ScriptedAuthority.Answer(200, new string('x', 130 * 1024)));

        var chain = await (await authority.SessionAsync(_key)).Orders.DownloadAsync(new Uri($"{authority.Root}/certificate"), null, Cancellation);

        Assert.Contains("128 KiB", Assert.IsType<AcmeFault>(chain.Error).Text, StringComparison.Ordinal);
    }

    private static string Chain(X509Certificate2 leaf, params string[] headers) => ScriptedAuthority.Answer(200, leaf.ExportCertificatePem(), headers);

    private static string Order(ScriptedAuthority self, string status) =>
        $$"""{"status":"{{status}}","authorizations":["{{self.Root}}/authz/1"],"finalize":"{{self.Root}}/finalize/1"}""";

    private static ScriptedAuthority Answering(string path, Func<ScriptedAuthority, string> answer)
    {
        ScriptedAuthority? self = null;
        self = new ScriptedAuthority(request => request.Path == path ? answer(self!) : null);
        return self;
    }

    private static async Task<AcmeFault> FaultOfConnectingAsync(AcmeSettings settings) =>
        Assert.IsType<AcmeFault>((await AcmeAuthority.ConnectAsync(settings, TimeProvider.System, Cancellation)).Error);
}
