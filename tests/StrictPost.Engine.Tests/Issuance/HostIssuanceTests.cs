using System.Net;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Issuance;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Tests.Acme;
using StrictPost.Engine.Tests.Storage;

namespace StrictPost.Engine.Tests.Issuance;

/// <summary>One attempt at a time, at authorities that say what the test wants.</summary>
public sealed class HostIssuanceTests : IAsyncDisposable
{
    private const string Host = "mta-sts.example.org";

    private readonly StoreFolder _store = new();
    private readonly StoreSecrets _secrets = StoreSecrets.Parse(StoreSecrets.NewKey(), "test");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FakeTimeProvider Time => _store.Time;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Attempt_RefusedForItsRate_LeavesTheAuthorityAloneForAllHosts()
    {
        await using var authority = Refusing("rateLimited", 429, "Retry-After: 600");
        await using var database = await _store.OpenAsync();
        await EnrolAsync(database, "example.org", "example.net");

        var first = await RunAsync(database, Host, authority);
        int asked = OrdersAt(authority);
        var second = await RunAsync(database, "mta-sts.example.net", authority);

        Assert.Equal("issuance-rate-limited", first!.Finding!.Code);
        Assert.Equal("issuance-rate-limited", second!.Finding!.Code);
        Assert.Equal(asked, OrdersAt(authority));
        Assert.InRange((await StateAsync(database)).DueAt - Time.GetUtcNow(), TimeSpan.FromSeconds(590), TimeSpan.FromSeconds(760));
        Time.Advance(TimeSpan.FromMinutes(11));
        await RunAsync(database, "mta-sts.example.net", authority);
        Assert.Equal(asked + 1, OrdersAt(authority));
    }

    [Fact]
    public async Task Attempt_RefusedForDays_IsAboutTheNameAndHoldsUpNobodyElse()
    {
        await using var authority = Refusing("rateLimited", 429, "Retry-After: 500000");
        await using var database = await _store.OpenAsync();
        await EnrolAsync(database, "example.org", "example.net");
        await RunAsync(database, Host, authority);
        int asked = OrdersAt(authority);

        await RunAsync(database, "mta-sts.example.net", authority);

        Assert.Equal(asked + 1, OrdersAt(authority));
    }

    [Fact]
    public async Task Attempt_FailingAgainAndAgain_GoesToTheNextAuthority()
    {
        await using var first = Refusing("serverInternal", 500);
        await using var second = Refusing("rejectedIdentifier", 400);
        await using var database = await _store.OpenAsync();
        await EnrolAsync(database, "example.org");

        var codes = new List<string>();
        for (int attempt = 0; attempt < 4; attempt++)
        {
            codes.Add((await RunAsync(database, Host, first, second))!.Finding!.Code);
            Time.Advance(TimeSpan.FromHours(8));
        }

        Assert.Equal("issuance-authority-unreachable issuance-authority-unreachable issuance-authority-unreachable issuance-refused", string.Join(' ', codes));
        Assert.Equal(4, (await StateAsync(database)).Failures);
    }

    [Fact]
    public async Task Attempt_RefusedWithReasons_KeepsTheAuthoritysWordsAndItsKeyUntilTheOrderIsDropped()
    {
        await using var authority = Refusing("serverInternal", 500);
        await using var database = await _store.OpenAsync();
        await EnrolAsync(database, "example.org");

        await RunAsync(database, Host, authority);
        var kept = await StateAsync(database);
        await RunAsync(database, Host, authority);
        var again = await StateAsync(database);

        Assert.Equal("serverInternal it is", kept.Finding!.Detail);
        Assert.NotNull(kept.Order);
        Assert.Equal(kept.Order.Key, again.Order!.Key);
        Assert.Equal("1", await _store.SqlAsync("SELECT count(*) FROM issuance_event WHERE kind = 'order';"));
    }

    [Fact]
    public async Task Attempt_WithTheBudgetUsedUp_AsksForNoOrder()
    {
        await using var authority = Refusing("rejectedIdentifier", 400);
        await using var database = await _store.OpenAsync();
        await EnrolAsync(database, "example.org", "example.net");
        var budgets = new Budgets { OrdersIn3Hours = 1 };
        await RunAsync(database, Host, budgets, authority);

        var second = await RunAsync(database, "mta-sts.example.net", budgets, authority);

        Assert.Equal("issuance-rate-limited", second!.Finding!.Code);
        Assert.Contains("1 orders of this account in three hours", second.Finding.Detail, StringComparison.Ordinal);
        Assert.Single(authority.Requests, request => request.Path == "/order");
    }

    [Fact]
    public async Task Attempt_ForADomainThatLeft_ForgetsIt()
    {
        await using var authority = Refusing("rejectedIdentifier", 400);
        await using var database = await _store.OpenAsync();
        await EnrolAsync(database, "example.org");
        await _store.RemoveAsync("example.org");

        Assert.Null(await RunAsync(database, Host, authority));

        Assert.Empty(authority.Requests);
        Assert.Null(await new IssuanceStore(database, _secrets).FindAsync(Host, Cancellation));
    }

    [Fact]
    public async Task Attempt_WhoseLeaseIsAnothers_WritesNothing()
    {
        await using var authority = Refusing("rejectedIdentifier", 400);
        await using var database = await _store.OpenAsync();
        await EnrolAsync(database, "example.org");
        using var sessions = Sessions(database);
        await new Leases(database, "other").TryTakeAsync(HeldLease.NameFor(Host), TimeSpan.FromMinutes(1), Cancellation);
        var lease = new HeldLease(database, new Leases(database, "we"), Host, TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<LeaseLostException>(() => Issuance(database, sessions, new Budgets(), authority).RunAsync(Host, lease, Cancellation));

        Assert.Null((await StateAsync(database)).Order);
        Assert.DoesNotContain(authority.Requests, request => request.Path == "/order");
    }

    [Fact]
    public async Task Attempt_OfAnUnknownAccount_OpensItAnewTheNextTime()
    {
        await using var authority = Refusing("accountDoesNotExist", 400);
        await using var database = await _store.OpenAsync();
        await EnrolAsync(database, "example.org");

        await RunAsync(database, Host, authority);
        await RunAsync(database, Host, authority);

        Assert.Equal(2, authority.Requests.Count(request => request.Path == "/account"));
    }

    private static int OrdersAt(ScriptedAuthority authority) => authority.Requests.Count(request => request.Path == "/order");

    private static ScriptedAuthority Refusing(string kind, int status, params string[] headers)
    {
        ScriptedAuthority? self = null;
        self = new ScriptedAuthority(request => request.Path switch
        {
            "/account" => ScriptedAuthority.Answer(201, "{}", $"Location: {self!.Root}/account/1", $"Replay-Nonce: {self.NextNonce()}"),
            "/order" => ScriptedAuthority.Problem(status, kind, [$"Replay-Nonce: {self!.NextNonce()}", .. headers]),
            _ => null,
        });
        return self;
    }

    private Task<IssuanceNote?> RunAsync(Database database, string host, params ScriptedAuthority[] authorities) =>
        RunAsync(database, host, new Budgets(), authorities);

    private async Task<IssuanceNote?> RunAsync(Database database, string host, Budgets budgets, params ScriptedAuthority[] authorities)
    {
        using var sessions = Sessions(database);
        var leases = new Leases(database, "we");
        Assert.True(await leases.TryTakeAsync(HeldLease.NameFor(host), TimeSpan.FromMinutes(1), Cancellation));
        return await Issuance(database, sessions, budgets, authorities).RunAsync(host, new HeldLease(database, leases, host, TimeSpan.FromMinutes(1)), Cancellation);
    }

    private HostIssuance Issuance(Database database, AuthoritySessions sessions, Budgets budgets, params ScriptedAuthority[] authorities)
    {
        var settings = new IssuanceSettings
        {
            Authorities = [.. authorities.Select(authority => new AuthoritySettings(authority.Settings, new AccountRequest { AgreesToTerms = true }))],
            Budgets = budgets,
        };
        var gate = new IssuanceGate(new DnsLookups(new IPEndPoint(IPAddress.Loopback, 9), TimeProvider.System), settings);
        return new HostIssuance(settings, new IssuanceStore(database, _secrets), new CertificateStore(database, _secrets), sessions, gate, () => 0.5, Time);
    }

    private AuthoritySessions Sessions(Database database) => new(new AccountStore(database, _secrets), Time);

    private async Task EnrolAsync(Database database, params string[] domains)
    {
        foreach (string domain in domains)
            await _store.SaveAsync(TestStore.Settings(domain));
        await new IssuanceStore(database, _secrets).EnrolAsync(0, Cancellation);
    }

    private async Task<IssuanceState> StateAsync(Database database) => (await new IssuanceStore(database, _secrets).FindAsync(Host, Cancellation))!;
}
