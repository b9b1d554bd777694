using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Engine.Acme;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>Pebble, its DNS, and somebody who answers its challenges.</summary>
internal sealed class AcmeWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private AcmeWorld(TemporaryFolder folder, PebbleDns dns, ChallengeServer challenges, PebbleServer pebble) =>
        (_folder, Dns, Challenges, Pebble) = (folder, dns, challenges, pebble);

    public PebbleDns Dns { get; }

    public ChallengeServer Challenges { get; }

    public PebbleServer Pebble { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<AcmeWorld> StartAsync(PebblePlan plan)
    {
        var folder = new TemporaryFolder();
        var dns = await PebbleDns.StartAsync(folder.Path);
        var challenges = new ChallengeServer();
        var pebble = await PebbleServer.StartAsync(folder.Path, dns, plan with { HttpPort = challenges.HttpPort, TlsPort = challenges.TlsPort });
        return new AcmeWorld(folder, dns, challenges, pebble);
    }

    public async Task<AcmeAuthority> ConnectAsync() => Ok(await AcmeAuthority.ConnectAsync(Pebble.Settings, TimeProvider.System, Cancellation));

    /// <summary>A certificate for a host, all steps one after the other.</summary>
    public async Task<CertificateChain> IssueAsync(AcmeSession session, string host, ChallengeType type, ECDsa key, string? preferredIssuer = null)
    {
        var orders = session.Orders;
        var order = Ok(await orders.CreateAsync(host, replaces: null, Cancellation));
        foreach (var url in order.Authorizations)
            await ProveAsync(session, url, type);
        order = Ok(await orders.SettledAsync(order.Url, Cancellation));
        if (order.Status == OrderStatus.Ready)
            order = Ok(await orders.FinalizeAsync(order, SigningRequest.Create(host, key), Cancellation));
        while (order.Status != OrderStatus.Valid)
            order = Ok(await orders.SettledAsync(order.Url, Cancellation));
        return Ok(await orders.DownloadAsync(order.Certificate!, preferredIssuer, Cancellation));
    }

    /// <summary>Proves one name; returns what the authority thought of it in the end.</summary>
    public async Task<AcmeAuthorization> ProveAsync(AcmeSession session, Uri url, ChallengeType type, bool honestly = true)
    {
        var authorization = Ok(await session.Orders.AuthorizationAsync(url, Cancellation));
        if (authorization.Status != AuthorizationStatus.Pending)
            return authorization;
        var challenge = authorization.Challenges.Single(challenge => challenge.Type == type);
        var proof = KeyAuthorization.For(honestly ? challenge.Token : "another", session.Key);
        Challenges.Files[challenge.Token] = proof.Text;
        Challenges.Certificates[authorization.Host] = TlsAlpnCertificate.Create(authorization.Host, proof, TimeProvider.System.GetUtcNow());
        Assert.Null(await session.Orders.AnswerAsync(challenge, Cancellation));
        return Ok(await session.Orders.DecidedAsync(url, Cancellation));
    }

    /// <summary>Whether a client that trusts one root trusts the chain.</summary>
    public static bool Verifies(CertificateChain chain, X509Certificate2 root, string host)
    {
        using var leaf = chain.Leaf();
        using var built = new X509Chain();
        built.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        built.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        built.ChainPolicy.CustomTrustStore.Add(root);
        foreach (var other in chain.Certificates.Skip(1))
            built.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(other.Span));
        return built.Build(leaf) && leaf.MatchesHostname(host, allowWildcards: false, allowCommonName: false);
    }

    public async ValueTask DisposeAsync()
    {
        await Pebble.DisposeAsync();
        await Challenges.DisposeAsync();
        await Dns.DisposeAsync();
        _folder.Dispose();
    }

    public static T Ok<T>(AcmeResult<T> result)
        where T : class
    {
        Assert.True(result.Succeeded, result.Error?.Text);
        return result.Value;
    }
}
