using System.Security.Cryptography;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>
/// The steps of one order, from its number to the certificate. Each begins by looking where the authority is, so that an order
/// whose node was killed goes on where it was, and nothing is asked for twice.
/// </summary>
internal sealed class OrderSteps(
    string host, AuthoritySettings authority, OpenAuthority open, IssuanceSettings settings, HeldLease lease)
{
    /// <summary>Longer than any order lives while it is worked on.</summary>
    private static readonly TimeSpan ChallengeLife = TimeSpan.FromDays(1);

    private readonly string _name = authority.Acme.Directory.Host;
    private readonly AcmeOrders _orders = open.Session.Orders;

    /// <summary>The certificate, or what stopped us.</summary>
    /// <param name="order">As the authority last showed it.</param>
    /// <param name="key">The host's new key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(CertificateChain? Chain, Setback? Setback)> RunAsync(AcmeOrder order, ECDsa key, CancellationToken cancellationToken)
    {
        if (order.Status == OrderStatus.Pending)
        {
            if (await ProveAllAsync(order, cancellationToken) is { } unproven)
                return (null, unproven);
            var proven = await _orders.FindAsync(order.Url, cancellationToken);
            if (proven.Value is not { } ready)
                return (null, Of(proven.Error!));
            order = ready;
        }

        await lease.KeepAsync(cancellationToken);
        if (order.Status == OrderStatus.Ready)
        {
            var finalized = await _orders.FinalizeAsync(order, SigningRequest.Create(host, key), cancellationToken);
            if (finalized.Value is not { } accepted)
                return (null, Of(finalized.Error!));
            order = accepted;
        }

        if (order.Status is OrderStatus.Processing or OrderStatus.Pending)
        {
            var settled = await _orders.SettledAsync(order.Url, cancellationToken);
            if (settled.Value is not { } done)
                return (null, Of(settled.Error!));
            order = done;
        }

        return order.Status == OrderStatus.Valid
            ? await DownloadAsync(order, key, cancellationToken)
            : (null, order.Error is { } error ? Of(error) with { DropsOrder = true } : new Setback(Setback.Refused, _name, "the order failed, or lapsed") { DropsOrder = true });
    }

    private async Task<(CertificateChain? Chain, Setback? Setback)> DownloadAsync(AcmeOrder order, ECDsa key, CancellationToken cancellationToken)
    {
        await lease.KeepAsync(cancellationToken);
        var downloaded = await _orders.DownloadAsync(order.Certificate!, authority.PreferredIssuer, cancellationToken);
        if (downloaded.Value is not { } chain)
            return (null, Of(downloaded.Error!));
        return chain.IsFor(host, key)
            ? (chain, null)
            : (null, new Setback(Setback.Refused, _name, "the certificate is for another name, or another key") { DropsOrder = true });
    }

    private async Task<Setback?> ProveAllAsync(AcmeOrder order, CancellationToken cancellationToken)
    {
        foreach (var url in order.Authorizations)
        {
            await lease.KeepAsync(cancellationToken);
            if (await ProveAsync(url, cancellationToken) is { } setback)
                return setback;
        }

        return null;
    }

    private async Task<Setback?> ProveAsync(Uri url, CancellationToken cancellationToken)
    {
        var found = await _orders.AuthorizationAsync(url, cancellationToken);
        if (found.Value is not { } authorization)
            return Of(found.Error!);
        if (authorization.Status == AuthorizationStatus.Pending)
        {
            if (await AnswerAsync(authorization, cancellationToken) is { } setback)
                return setback;
            var decided = await _orders.DecidedAsync(url, cancellationToken);
            if (decided.Value is not { } verdict)
                return Of(decided.Error!);
            authorization = verdict;
        }

        return authorization.Status == AuthorizationStatus.Valid ? null : Setback.OfProof(_name, authorization.Error);
    }

    /// <summary>Every node must be able to answer before the authority is told to ask.</summary>
    private async Task<Setback?> AnswerAsync(AcmeAuthorization authorization, CancellationToken cancellationToken)
    {
        if (!authorization.Host.Equals(host, StringComparison.Ordinal)
            || authorization.Challenges.FirstOrDefault(challenge => challenge.Type == settings.Challenge) is not { } challenge)
        {
            return new Setback(Setback.Refused, _name, $"it does not offer {settings.Challenge} for this name") { DropsOrder = true };
        }

        var proof = KeyAuthorization.For(challenge.Token, open.Session.Key);
        await lease.WriteAsync(
            write => ChallengeStore.PutAsync(write, host, new StoredChallenge(challenge.Token, proof.Text), ChallengeLife, cancellationToken), cancellationToken);
        if (challenge.Status != ChallengeStatus.Pending)
            return null;
        // It may have been told already, by a node that was killed before it could look at the outcome.
        return await _orders.AnswerAsync(challenge, cancellationToken) is { } error and not AcmeProblem { Kind: AcmeProblemKind.Malformed } ? Of(error) : null;
    }

    private Setback Of(AcmeError error) => Setback.Of(_name, error);
}
