using StrictPost.Engine.Alerts;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Engine.Monitoring;

/// <summary>One look at an enrolled domain, from the question to the store.</summary>
/// <param name="database">The store.</param>
/// <param name="light">Looks at DNS and the policy host.</param>
/// <param name="full">Looks at the mail hosts, too.</param>
/// <param name="settings">How often.</param>
/// <param name="plan">Who is told.</param>
/// <param name="random">Evenly random numbers from 0 to 1.</param>
internal sealed class DomainWatch(
    Database database, DomainObserver light, DomainObserver full, MonitorSettings settings, AlertPlan plan, Func<double> random)
{
    /// <summary>Looks move by so much of their interval, so that those that began together do not stay together.</summary>
    private const double Jitter = 0.1;

    private const string IsChanging = "SELECT count(*) FROM domain_change WHERE domain = @domain AND standing = 'running';";

    private const string IdOf = "SELECT policy_id FROM domain WHERE name = @domain;";

    private readonly DomainStore _domains = new(database);
    private readonly LedgerStore _ledger = new(database);

    /// <returns>What is to be told.</returns>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The look took too long, or the node ends.</exception>
    public async Task<IReadOnlyList<(StoredIncident Incident, NoticeKind Notice)>> LookAsync(DueLook look, CancellationToken cancellationToken)
    {
        if (await _domains.FindAsync(look.Domain, cancellationToken) is not { } enrolled)
            return [];
        bool isChanging = await IsChangingAsync(look, cancellationToken);
        var evidence = await (look.IsFull ? full : light).ObserveAsync(look.Domain, cancellationToken);
        var sight = MonitorRules.Of(new MonitorInput
        {
            Check = DomainCheck.Judge(evidence, new CheckContext { IsPublicInternet = settings.IsPublicInternet }),
            Policy = enrolled.Settings.Policy,
            Id = enrolled.PolicyId,
            Ledger = [.. (await _ledger.ReadAsync(look.Domain, cancellationToken)).Bodies],
            IsChanging = isChanging,
            IsLeaving = enrolled.LeavingSince is not null,
            HasWorked = look.WorkedAt is not null,
            LastSeen = look.SeenAt,
            Forgotten = settings.Forgotten,
        });
        return await database.WriteAsync(write => EnterAsync(write, look, enrolled.PolicyId, sight, cancellationToken), cancellationToken);
    }

    private async Task<IReadOnlyList<(StoredIncident Incident, NoticeKind Notice)>> EnterAsync(
        StoreWrite write, DueLook look, string id, MonitorSight sight, CancellationToken cancellationToken)
    {
        // What was set anew while we looked was not what we looked for.
        if (await IdAsync(write, look, cancellationToken) != id)
        {
            await MonitorSchedule.EndAsync(write, look, settings.SecondLook, TimeSpan.Zero, isSeen: false, works: false, cancellationToken);
            return [];
        }

        var outcome = await IncidentStore.EnterAsync(write, look.Domain, sight.Alarms, sight.Sources, plan, cancellationToken);
        bool isSuspected = outcome.Live.Exists(incident => incident.Standing == WatchStanding.Suspected);
        await MonitorSchedule.EndAsync(
            write, look, isSuspected ? settings.SecondLook : Jittered(settings.Light), look.IsFull ? Jittered(settings.Full) : TimeSpan.Zero,
            sight.IsSeen, sight.Works, cancellationToken);
        return outcome.Told;
    }

    private Task<bool> IsChangingAsync(DueLook look, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(IsChanging, "@domain");
        return await command.With(look.Domain.Ascii).ExecuteScalarAsync(cancellationToken) is > 0L;
    }, cancellationToken);

    private static async Task<string?> IdAsync(StoreWrite write, DueLook look, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(IdOf, "@domain");
        return await command.With(look.Domain.Ascii).ExecuteScalarAsync(cancellationToken) as string;
    }

    private TimeSpan Jittered(TimeSpan interval) => interval * (1 - Jitter + (2 * Jitter * random()));
}
