using System.Net;
using System.Text;
using StrictPost.Lab;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Lab;

/// <summary>The answers of the lab's policy hosts, seen through HttpClient.</summary>
public sealed class LabHttpTests : IAsyncLifetime
{
    private const string Url = "https://mta-sts.example.test/.well-known/mta-sts.txt";

    private static readonly LabDomain Healthy = LabDomain.Healthy("example.test");

    private RunningLab _lab = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string HealthyBody => Encoding.UTF8.GetString(Healthy.Policy!.Value.Span);

    public async ValueTask InitializeAsync()
    {
        _lab = await RunningLab.StartAsync(LabWorld.Empty.With(Healthy), TimeProvider.System, Cancellation);
        _client = LabClients.Http(_lab);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _lab.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Get_OfAHealthyPolicy_GivesItsBytesAsPlainText(int version)
    {
        using var client = LabClients.Http(_lab, new Version(version, version == 1 ? 1 : 0));

        using var response = await client.GetAsync(Url, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(Healthy.Policy!.Value.ToArray(), await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Get_OverIpv6_GivesThePolicy()
    {
        Assert.SkipUnless(_lab.HasIpv6, "This machine has no IPv6 loopback.");
        using var client = LabClients.Http(_lab, address: IPAddress.IPv6Loopback);

        Assert.Equal(HealthyBody, await client.GetStringAsync(Url, Cancellation));
        Assert.True(Assert.Single(_lab.Handshakes.Entries).OverIpv6);
    }

    [Theory]
    [InlineData("https://mta-sts.example.test/")]
    [InlineData("https://mta-sts.example.test/.well-known/MTA-STS.txt/")]
    public async Task Get_OfAnotherPath_Is404(string url)
    {
        using var response = await _client.GetAsync(url, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Get_WithoutPolicyFile_Is404()
    {
        _lab.Set(Healthy with { Policy = null });

        using var response = await _client.GetAsync(Url, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(500, true)]
    [InlineData(203, true)]
    [InlineData(206, true)]
    [InlineData(204, false)]
    public async Task Status_Ordered_ComesWithThePolicyWhereItMay(int status, bool withBody)
    {
        var response = await GetAsync(new HttpFault.Status(status));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(withBody ? HealthyBody : "", response.Body);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_Ordered_PointsElsewhereAndNobodyGoesThere(int status)
    {
        var response = await GetAsync(new HttpFault.Redirect(status, "https://mta-sts.other.test/policy"));

        Assert.Equal((status, "https://mta-sts.other.test/policy"), ((int)response.StatusCode, response.Location));
        Assert.Single(_lab.Requests.Entries);
    }

    [Fact]
    public async Task LateHeaders_Ordered_NeverComeBeforeTheClientGivesUp()
    {
        _lab.Set(Healthy.With(new HttpFault.LateHeaders(Timeout.InfiniteTimeSpan)));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var answer = _client.GetAsync(Url, HttpCompletionOption.ResponseHeadersRead, patience.Token);

        await _lab.Requests.FirstAsync(r => r.Method is "GET", Cancellation);
        Assert.False(answer.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task TricklingBody_Stalled_GivesOneByteAndNoMore()
    {
        _lab.Set(Healthy.With(new HttpFault.TricklingBody(Timeout.InfiniteTimeSpan)));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var response = await _client.GetAsync(Url, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        var buffer = new byte[100];

        var first = await body.ReadAsync(buffer, Cancellation);
        var second = body.ReadAsync(buffer, patience.Token).AsTask();

        Assert.Equal(1, first);
        Assert.False(second.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task TricklingBody_WithShortPauses_ArrivesWhole()
    {
        var response = await GetAsync(new HttpFault.TricklingBody(TimeSpan.FromMilliseconds(1)));

        Assert.Equal(HealthyBody, response.Body);
    }

    [Fact]
    public async Task Padded_BeyondTheLimit_IsThePolicyAndOneByteTooMuch()
    {
        var response = await GetAsync(HttpFault.Padded.BeyondTheLimit);

        Assert.Equal(65_537, response.Body.Length);
        Assert.StartsWith(HealthyBody + "padding: x", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData(null)]
    public async Task MediaType_Ordered_IsSentAsWritten(string? mediaType)
    {
        var response = await GetAsync(new HttpFault.MediaType(mediaType));

        Assert.Equal(mediaType, response.MediaType);
        Assert.Equal(HealthyBody, response.Body);
    }

    [Fact]
    public async Task WithoutLength_Ordered_SendsThePolicyInChunks()
    {
        var response = await GetAsync(new HttpFault.WithoutLength());

        Assert.Null(response.Length);
        Assert.Equal(HealthyBody, response.Body);
    }

    [Fact]
    public async Task CutShort_Ordered_PromisesMoreThanComes()
    {
        _lab.Set(Healthy.With(new HttpFault.CutShort(10)));

        using var response = await _client.GetAsync(Url, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(Healthy.Policy!.Value.Length + 10, response.Content.Headers.ContentLength);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task ClosedUnanswered_Ordered_GivesNoAnswer()
    {
        _lab.Set(Healthy.With(new HttpFault.ClosedUnanswered()));

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync(Url, Cancellation));

        Assert.NotEmpty(_lab.Requests.Entries);
    }

    [Fact]
    public async Task EmptyBody_Ordered_IsEmptyAndFine()
    {
        var response = await GetAsync(new HttpFault.EmptyBody());

        Assert.Equal((HttpStatusCode.OK, "", 0L), (response.StatusCode, response.Body, response.Length));
    }

    [Fact]
    public async Task HtmlBody_Ordered_IsAWebPageThatClaimsToBePlainText()
    {
        var response = await GetAsync(new HttpFault.HtmlBody());

        Assert.StartsWith("<!DOCTYPE html>", response.Body, StringComparison.Ordinal);
        Assert.Equal("text/plain", response.MediaType);
    }

    [Fact]
    public async Task Faults_Several_AddUp()
    {
        var response = await GetAsync(new HttpFault.HtmlBody(), new HttpFault.MediaType("text/html"), new HttpFault.Status(404));

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (response.StatusCode, response.MediaType));
        Assert.StartsWith("<!DOCTYPE html>", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_AfterOne_SayWhoAskedForWhat()
    {
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("lab-test/1");
        await _client.GetStringAsync(Url, Cancellation);

        var request = Assert.Single(_lab.Requests.Entries);

        Assert.Equal(
            ("GET", "mta-sts.example.test", "/.well-known/mta-sts.txt", "HTTP/1.1", "mta-sts.example.test", "lab-test/1"),
            (request.Method, request.Host, request.Path, request.Protocol, request.ServerName, request.Headers["user-agent"]));
    }

    private async Task<Answer> GetAsync(params HttpFault[] faults)
    {
        _lab.Set(faults.Aggregate(Healthy, (domain, fault) => domain.With(fault)));
        using var response = await _client.GetAsync(Url, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var length = response.Content.Headers.ContentLength;
        return new Answer(
            response.StatusCode,
            response.Headers.Location?.ToString(),
            response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) ? type.ToString() : null,
            length,
            await response.Content.ReadAsStringAsync(Cancellation));
    }

    private sealed record Answer(HttpStatusCode StatusCode, string? Location, string? MediaType, long? Length, string Body);
}
