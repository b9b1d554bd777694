using System.Security.Cryptography;
using StrictPost.Engine.Acme;
using static StrictPost.EndToEnd.Tests.Peers.Acme.AcmeWorld;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>The client against a real authority that refuses half of all nonces and wants every name proven anew.</summary>
public sealed class AcmeClientTests(AcmeClientTests.UnwillingWorld fixture) : IClassFixture<AcmeClientTests.UnwillingWorld>, IDisposable
{
    private const string Host = "mta-sts.example.test";
    private const int AlternateRoots = 2;

    private static readonly AccountRequest Request = new() { AgreesToTerms = true, Contacts = ["mailto:postmaster@example.test"] };

    private readonly AccountKey _key = AccountKey.Create();
    private readonly ECDsa _hostKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly AcmeWorld _world = fixture.World;
    private readonly AcmeAuthority _authority = fixture.Authority;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _key.Dispose();
        _hostKey.Dispose();
    }

    [Fact]
    public async Task Account_RegisteredTwice_IsTheSame()
    {
        var unknown = await _authority.FindAccountAsync(_key, Cancellation);
        var first = Ok(await _authority.RegisterAsync(_key, Request, Cancellation));
        var again = Ok(await _authority.RegisterAsync(_key, Request, Cancellation));
        var found = Ok(await _authority.FindAccountAsync(_key, Cancellation));

        Assert.Equal(AcmeProblemKind.AccountDoesNotExist, Assert.IsType<AcmeProblem>(unknown.Error).Kind);
        Assert.Equal([first.Account, first.Account], [again.Account, found.Account]);
    }

    [Fact]
    public async Task Account_WithoutAgreement_IsRefusedInTheAuthoritysWords()
    {
        var refused = await _authority.RegisterAsync(_key, Request with { AgreesToTerms = false }, Cancellation);

        Assert.Contains("agree", Assert.IsType<AcmeProblem>(refused.Error).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Account_WithAnotherContactAndAnotherKey_GoesOnWithTheNewKeyOnly()
    {
        using var newKey = AccountKey.Create();
        var session = Ok(await _authority.RegisterAsync(_key, Request, Cancellation));

        Assert.Null(await session.UpdateContactsAsync(["mailto:other@example.test"], Cancellation));
        var changed = Ok(await session.ChangeKeyAsync(newKey, Cancellation));

        Assert.Equal(session.Account, Ok(await _authority.FindAccountAsync(newKey, Cancellation)).Account);
        Assert.False((await _authority.FindAccountAsync(_key, Cancellation)).Succeeded);
        Ok(await changed.Orders.CreateAsync(Host, replaces: null, Cancellation));
        Assert.IsType<AcmeProblem>((await session.Orders.CreateAsync(Host, replaces: null, Cancellation)).Error);
    }

    [Fact]
    public async Task Account_Closed_CanDoNothingMore()
    {
        var session = Ok(await _authority.RegisterAsync(_key, Request, Cancellation));

        Assert.Null(await session.DeactivateAsync(Cancellation));

        Assert.Equal(AcmeProblemKind.Unauthorized, Assert.IsType<AcmeProblem>((await session.Orders.CreateAsync(Host, replaces: null, Cancellation)).Error).Kind);
    }

    [Theory]
    [InlineData(ChallengeType.Http01)]
    [InlineData(ChallengeType.TlsAlpn01)]
    public async Task Order_WithItsProofInPlace_GivesACertificateThatVerifies(ChallengeType type)
    {
        var session = Ok(await _authority.RegisterAsync(_key, Request, Cancellation));

        var chain = await _world.IssueAsync(session, Host, type, _hostKey);

        Assert.True(chain.IsFor(Host, _hostKey));
        Assert.True(Verifies(chain, (await _world.Pebble.IssuingRootsAsync())[0], Host));
        using var leaf = chain.Leaf();
        Assert.NotNull(CertificateId.Of(leaf));
    }

    [Theory]
    [InlineData(ChallengeType.Http01)]
    [InlineData(ChallengeType.TlsAlpn01)]
    public async Task Order_WithAWrongProof_FailsAndSaysWhy(ChallengeType type)
    {
        var session = Ok(await _authority.RegisterAsync(_key, Request, Cancellation));
        var order = Ok(await session.Orders.CreateAsync(Host, replaces: null, Cancellation));

        var authorization = await _world.ProveAsync(session, Assert.Single(order.Authorizations), type, honestly: false);

        Assert.Equal(AuthorizationStatus.Invalid, authorization.Status);
        Assert.Equal(AcmeProblemKind.Unauthorized, authorization.Error?.Kind);
        Assert.NotEmpty(authorization.Error!.Detail);
        Assert.Equal(OrderStatus.Invalid, Ok(await session.Orders.SettledAsync(order.Url, Cancellation)).Status);
    }

    [Fact]
    public async Task Download_WithAPreferredRoot_GivesTheChainBelowIt()
    {
        var session = Ok(await _authority.RegisterAsync(_key, Request, Cancellation));
        var roots = await _world.Pebble.IssuingRootsAsync(AlternateRoots);

        foreach (var root in roots)
        {
            string name = root.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, forIssuer: false);
            var chain = await _world.IssueAsync(session, Host, ChallengeType.Http01, _hostKey, name);
            Assert.Equal(name, chain.TopIssuer);
            Assert.True(Verifies(chain, root, Host));
        }
    }

    [Fact]
    public async Task Revoke_ByTheAccount_TakesTheCertificateBack()
    {
        var session = Ok(await _authority.RegisterAsync(_key, Request, Cancellation));
        using var leaf = (await _world.IssueAsync(session, Host, ChallengeType.Http01, _hostKey)).Leaf();
        Assert.Equal("Valid", await _world.Pebble.StatusAsync(leaf));

        Assert.Null(await session.RevokeAsync(leaf, RevocationReason.CessationOfOperation, Cancellation));

        Assert.Equal("Revoked", await _world.Pebble.StatusAsync(leaf));
        Assert.Equal("alreadyRevoked", Assert.IsType<AcmeProblem>(await session.RevokeAsync(leaf, RevocationReason.Unspecified, Cancellation)).Kind);
    }

    [Fact]
    public async Task RenewalInfo_WhereTheAuthorityHasNone_IsNotAskedFor() =>
        Assert.Null(await _authority.RenewalInfoAsync(new CertificateId("a.b"), Cancellation));

    /// <summary>One world for all: each test has an account of its own.</summary>
    public sealed class UnwillingWorld : IAsyncLifetime
    {
        internal AcmeWorld World { get; private set; } = null!;

        internal AcmeAuthority Authority { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            World = await StartAsync(new PebblePlan { RejectsNonces = 50, AlternateRoots = AlternateRoots });
            Authority = await World.ConnectAsync();
        }

        public async ValueTask DisposeAsync()
        {
            Authority.Dispose();
            await World.DisposeAsync();
        }
    }
}
