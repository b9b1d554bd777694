using StrictPost.Engine.Acme;
using static StrictPost.EndToEnd.Tests.Peers.Acme.AcmeWorld;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>A real authority that wants to know its customers (RFC 8555 §7.3.4).</summary>
public sealed class ExternalAccountTests : IAsyncLifetime
{
    private const string Secret = "c3RyaWN0cG9zdC1jdXN0b21lci1zZWNyZXQtMDEyMzQ1";

    private readonly AccountKey _key = AccountKey.Create();
    private AcmeWorld _world = null!;
    private AcmeAuthority _authority = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await StartAsync(new PebblePlan { Customers = new Dictionary<string, string>(StringComparer.Ordinal) { ["customer-1"] = Secret } });
        _authority = await _world.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _authority.Dispose();
        await _world.DisposeAsync();
        _key.Dispose();
    }

    [Fact]
    public async Task Register_WithTheCustomersSecret_OpensAnAccount()
    {
        Assert.True(_authority.Directory.RequiresExternalAccount);
        Assert.True(ExternalAccount.TryParse("customer-1", Secret, out var external));

        Ok(await _authority.RegisterAsync(_key, new AccountRequest { AgreesToTerms = true, External = external }, Cancellation));
    }

    [Fact]
    public async Task Register_WithoutOrWithAWrongSecret_IsRefused()
    {
        Assert.True(ExternalAccount.TryParse("customer-1", new string('A', 44), out var wrong));

        var without = await _authority.RegisterAsync(_key, new AccountRequest { AgreesToTerms = true }, Cancellation);
        var refused = await _authority.RegisterAsync(_key, new AccountRequest { AgreesToTerms = true, External = wrong }, Cancellation);

        Assert.Equal(AcmeProblemKind.ExternalAccountRequired, Assert.IsType<AcmeProblem>(without.Error).Kind);
        Assert.Equal(AcmeProblemKind.Unauthorized, Assert.IsType<AcmeProblem>(refused.Error).Kind);
    }
}
