using System.Security.Cryptography;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>The work on one host, once: whatever it needs next, until that is done or something stands in the way.</summary>
/// <remarks>
/// 1. Is it enrolled? 2. Has its certificate time left? 3. Is the authority there, and in the mood? 4. The gate, the budget; the
/// new key is stored. 5. The order, whose number is stored. 6. The proofs, the certificate (<see cref="OrderSteps"/>). 7. Certificate and
/// key are stored together. Killed between any two, another attempt goes on behind the last that was stored.
/// </remarks>
internal sealed class HostIssuance(
    IssuanceSettings settings, IssuanceStore work, CertificateStore certificates, AuthoritySessions sessions, IssuanceGate gate, Func<double> random, TimeProvider time)
{
    /// <summary>Does what is next for a host whose lease we hold.</summary>
    /// <returns>What there is to tell; null when there is nothing.</returns>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="LeaseLostException">Another node has taken over.</exception>
    public async Task<IssuanceNote?> RunAsync(string host, HeldLease lease, CancellationToken cancellationToken)
    {
        if (await work.FindAsync(host, cancellationToken) is not { } state)
            return null;
        if (!await work.IsEnrolledAsync(host, cancellationToken))
        {
            await lease.WriteAsync(write => ForgetAsync(write, host, cancellationToken), cancellationToken);
            return null;
        }

        var current = await certificates.FindAsync(host, cancellationToken);
        if (state.Order is null && await LookAtAsync(current, cancellationToken) is { } later && later > time.GetUtcNow())
        {
            var kept = state with { DueAt = later, Failures = 0, Finding = null };
            await lease.WriteAsync(write => work.SaveAsync(write, kept, cancellationToken), cancellationToken);
            return null;
        }

        var authority = AuthorityFor(state);
        var setback = await AttemptAsync(authority, state, current, lease, cancellationToken);
        return setback is null ? new IssuanceNote(host, null) : await FailAsync(authority, host, setback, lease, cancellationToken);
    }

    /// <summary>Who is asked: whoever has the order in flight, else the first, and another one after some failures.</summary>
    private AuthoritySettings AuthorityFor(IssuanceState state) =>
        settings.Authorities.FirstOrDefault(authority => authority.Directory == state.Order?.Directory)
        ?? settings.Authorities[state.Failures / settings.FailuresPerAuthority % settings.Authorities.Length];

    /// <summary>When to look at a certificate again; in the past when it is to be renewed, and null when there is none.</summary>
    private async Task<DateTimeOffset?> LookAtAsync(StoredCertificate? certificate, CancellationToken cancellationToken)
    {
        if (certificate is null || CertificateChain.Read(certificate.Chain) is not { } chain)
            return null;
        using var leaf = chain.Leaf();
        var id = CertificateId.Of(leaf);
        double fraction = RenewalPlan.FractionOf(id?.Text ?? certificate.Chain);
        var usual = RenewalPlan.MomentFor(certificate.NotBefore, certificate.NotAfter, fraction);
        if (id is null || usual <= time.GetUtcNow() || settings.Authorities.FirstOrDefault(known => known.Directory == certificate.Authority) is not { } issuer)
            return usual;
        if ((await sessions.OpenAsync(issuer, cancellationToken)).Open is not { } open || await open.Authority.RenewalInfoAsync(id, cancellationToken) is not { } asked)
            return usual;
        // Who does not answer now may want an early renewal tomorrow.
        var next = time.GetUtcNow() + Backoff.Spread(RenewalPlan.LookAgain(asked.RetryAfter ?? asked.Error?.RetryAfter), random());
        var moment = asked.Value?.MomentAt(fraction) ?? usual;
        return moment < next ? moment : next;
    }

    private async Task<Setback?> AttemptAsync(
        AuthoritySettings authority, IssuanceState state, StoredCertificate? current, HeldLease lease, CancellationToken cancellationToken)
    {
        string name = authority.Acme.Directory.Host;
        var (open, error) = await sessions.OpenAsync(authority, cancellationToken);
        if (open is null)
            return Setback.Of(name, error!);
        var now = time.GetUtcNow();
        if (open.PausedUntil > now)
            return new Setback(Setback.RateLimited, name, $"it asked to be left alone until {open.PausedUntil:u}") { Wait = open.PausedUntil - now, IsNoAttempt = true };
        var stored = state.Order is { } inFlight && inFlight.Directory == authority.Directory ? inFlight : null;
        if (stored is null)
        {
            (stored, var refusal) = await BeginAsync(authority, open, state, lease, cancellationToken);
            if (refusal is not null)
                return refusal;
        }

        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(stored!.Key, out _);
        var ordered = await OrderAsync(open, stored, state, current, lease, cancellationToken);
        if (ordered.Value is not { } order)
            return Setback.Of(name, ordered.Error!);
        var (chain, setback) = await new OrderSteps(state.Host, authority, open, settings, lease).RunAsync(order, key, cancellationToken);
        if (chain is null)
            return setback;
        await KeepAsync(authority, state.Host, chain, stored.Key, lease, cancellationToken);
        return null;
    }

    /// <summary>The gate, then the budget and the key in one transaction.</summary>
    private async Task<(StoredOrder? Order, Setback? Setback)> BeginAsync(
        AuthoritySettings authority, OpenAuthority open, IssuanceState state, HeldLease lease, CancellationToken cancellationToken)
    {
        if (await gate.CheckAsync(state.Host, open.Authority.Directory, open.Session.Account, cancellationToken) is { } closed)
            return (null, closed);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var order = new StoredOrder(authority.Directory, key.ExportPkcs8PrivateKey(), null);
        string registered = RegisteredDomain.Of(state.Host, settings.PublicSuffixes);
        Setback? usedUp = null;
        await lease.WriteAsync(async write =>
        {
            if (await BudgetStore.FindUsedUpAsync(write, authority.Directory, registered, state.Host, settings.Budgets, cancellationToken) is var (limit, freeAt))
            {
                usedUp = new Setback(Setback.RateLimited, authority.Acme.Directory.Host, $"{limit.Most} {limit.Words} are used up")
                {
                    Wait = freeAt - write.Now,
                    IsNoAttempt = true,
                };
                return;
            }

            await BudgetStore.NoteAsync(write, authority.Directory, BudgetKind.Order, registered, state.Host, cancellationToken);
            await work.SaveAsync(write, state with { Order = order }, cancellationToken);
        }, cancellationToken);
        return usedUp is null ? (order, null) : (null, usedUp);
    }

    /// <summary>The order in flight, or a new one.</summary>
    private async Task<AcmeResult<AcmeOrder>> OrderAsync(
        OpenAuthority open, StoredOrder stored, IssuanceState state, StoredCertificate? current, HeldLease lease, CancellationToken cancellationToken)
    {
        if (stored.Url is { } known)
            return await open.Session.Orders.FindAsync(new Uri(known), cancellationToken);
        var replaces = Replaced(current, stored.Directory);
        var created = await open.Session.Orders.CreateAsync(state.Host, replaces, cancellationToken);
        // Whatever the authority has against the word "replaces", a plain order will do as well (RFC 9773 §5).
        if (replaces is not null && created.Error is AcmeProblem { Kind: AcmeProblemKind.AlreadyReplaced or AcmeProblemKind.Malformed })
            created = await open.Session.Orders.CreateAsync(state.Host, replaces: null, cancellationToken);
        if (created.Value is { } order)
        {
            var numbered = state with { Order = stored with { Url = order.Url.AbsoluteUri } };
            await lease.WriteAsync(write => work.SaveAsync(write, numbered, cancellationToken), cancellationToken);
        }

        return created;
    }

    private static CertificateId? Replaced(StoredCertificate? current, string directory)
    {
        if (current?.Authority != directory || CertificateChain.Read(current.Chain) is not { } chain)
            return null;
        using var leaf = chain.Leaf();
        return CertificateId.Of(leaf);
    }

    private async Task KeepAsync(
        AuthoritySettings authority, string host, CertificateChain chain, byte[] key, HeldLease lease, CancellationToken cancellationToken)
    {
        using var leaf = chain.Leaf();
        var certificate = new StoredCertificate(host, chain.Pem, key, authority.Directory, new DateTimeOffset(leaf.NotBefore), new DateTimeOffset(leaf.NotAfter));
        string registered = RegisteredDomain.Of(host, settings.PublicSuffixes);
        await lease.WriteAsync(async write =>
        {
            await certificates.SaveAsync(write, certificate, cancellationToken);
            await BudgetStore.NoteAsync(write, authority.Directory, BudgetKind.Certificate, registered, host, cancellationToken);
            await ChallengeStore.DeleteAsync(write, host, cancellationToken);
            // The next look finds out when it is to be renewed.
            await work.SaveAsync(write, new IssuanceState(host, write.Now, 0), cancellationToken);
        }, cancellationToken);
    }

    private async Task<IssuanceNote> FailAsync(
        AuthoritySettings authority, string host, Setback setback, HeldLease lease, CancellationToken cancellationToken)
    {
        // As it is stored now: the attempt may have stored an order.
        var state = await work.FindAsync(host, cancellationToken) ?? throw new LeaseLostException();
        var now = time.GetUtcNow();
        int failures = setback.IsNoAttempt ? state.Failures : state.Failures + 1;
        var since = state.Finding is { } before && before.Code == setback.Code ? before.At : now;
        var wait = setback.Wait is { } asked ? Backoff.Spread(asked, random())
            : setback.IsNoAttempt ? Backoff.AtTheGate(now - since, random())
            : Backoff.After(failures, random(), settings.FirstWait);
        var finding = new StoredFinding(setback.Code, setback.Value, setback.Detail, since);
        bool drops = setback.DropsOrder || (settings.Authorities.Length > 1 && failures > 0 && failures % settings.FailuresPerAuthority == 0);
        if (setback.LosesAccount)
            await sessions.ForgetAccountAsync(authority, cancellationToken);
        if (setback is { Code: Setback.RateLimited, IsNoAttempt: false, Wait: { } pause } && pause <= Budgets.AccountWindow)
            await sessions.PauseAsync(authority, now + pause, cancellationToken);
        string registered = RegisteredDomain.Of(host, settings.PublicSuffixes);
        await lease.WriteAsync(async write =>
        {
            if (setback.IsFailedProof)
                await BudgetStore.NoteAsync(write, authority.Directory, BudgetKind.Failure, registered, host, cancellationToken);
            if (drops)
                await ChallengeStore.DeleteAsync(write, host, cancellationToken);
            await work.SaveAsync(
                write,
                state with { DueAt = now + wait, Failures = failures, Finding = finding, Order = drops ? null : state.Order },
                cancellationToken);
        }, cancellationToken);
        return new IssuanceNote(host, finding);
    }

    private static async Task ForgetAsync(StoreWrite write, string host, CancellationToken cancellationToken)
    {
        await ChallengeStore.DeleteAsync(write, host, cancellationToken);
        await IssuanceStore.DeleteAsync(write, host, cancellationToken);
    }
}
