using System.Collections.Immutable;

namespace StrictPost.Engine.Issuance;

/// <summary>Whose doings a limit adds up.</summary>
internal enum BudgetSubject
{
    /// <summary>All of the account's.</summary>
    Account,

    /// <summary>Those for names under one registered domain.</summary>
    RegisteredDomain,

    /// <summary>Those for one host.</summary>
    Host,
}

/// <summary>What counts against limits.</summary>
internal static class BudgetKind
{
    public const string Order = "order";
    public const string Certificate = "certificate";
    public const string Failure = "failure";
}

/// <summary>So many in so long a time, counted over what is past.</summary>
/// <param name="Kind">One of <see cref="BudgetKind"/>.</param>
/// <param name="Subject">Whose.</param>
/// <param name="Most">How many; when they are used up, nothing is asked.</param>
/// <param name="Window">In how long a time.</param>
/// <param name="Words">What it limits, in words.</param>
internal sealed record BudgetLimit(string Kind, BudgetSubject Subject, int Most, TimeSpan Window, string Words);

/// <summary>
/// What we ask of an authority at most, so that it need not refuse us: being refused counts against us too. The defaults are
/// those of Let's Encrypt.
/// </summary>
public sealed record Budgets
{
    /// <summary>New orders of the account in three hours.</summary>
    public int OrdersIn3Hours { get; init; } = 300;

    /// <summary>New certificates for names under one registered domain in seven days.</summary>
    public int CertificatesPerDomainIn7Days { get; init; } = 50;

    /// <summary>New certificates for the same host in seven days.</summary>
    public int CertificatesPerHostIn7Days { get; init; } = 5;

    /// <summary>Failed proofs of one host in an hour.</summary>
    public int FailuresPerHostInOneHour { get; init; } = 5;

    /// <summary>The window of an account's own limit: an authority that wants to be left alone for longer means a name, not the account.</summary>
    internal static TimeSpan AccountWindow { get; } = TimeSpan.FromHours(3);

    internal ImmutableArray<BudgetLimit> All =>
    [
        new(BudgetKind.Failure, BudgetSubject.Host, FailuresPerHostInOneHour, TimeSpan.FromHours(1), "failed proofs of this name in an hour"),
        new(BudgetKind.Certificate, BudgetSubject.Host, CertificatesPerHostIn7Days, TimeSpan.FromDays(7), "certificates for this name in seven days"),
        new(BudgetKind.Certificate, BudgetSubject.RegisteredDomain, CertificatesPerDomainIn7Days, TimeSpan.FromDays(7), "certificates under its registered domain in seven days"),
        new(BudgetKind.Order, BudgetSubject.Account, OrdersIn3Hours, AccountWindow, "orders of this account in three hours"),
    ];
}
