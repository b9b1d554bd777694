using System.Collections.Immutable;
using StrictPost.Engine.Publishing;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Changes;

/// <summary>What came of an action.</summary>
public abstract record HandOutcome
{
    private HandOutcome()
    {
    }

    /// <summary>It is done, or was so already; its effect is to be seen.</summary>
    /// <param name="Event">What to note; null where nothing was done.</param>
    public sealed record Done(string? Event) : HandOutcome;

    /// <summary>The owner has to do it.</summary>
    public sealed record Owner(OwnerTask Task) : HandOutcome;

    /// <summary>Somebody else's work is in the way.</summary>
    public sealed record Blocked(string Why) : HandOutcome;

    /// <summary>It did not work; it is tried again.</summary>
    public sealed record Failed(string Why) : HandOutcome;
}

/// <summary>
/// Does what a change asks for, as far as this program may: serving policies that it hosts, and publishing in zones that it has the key to.
/// What a change asks for is done only while the change stands as it was read.
/// </summary>
/// <param name="database">The store.</param>
/// <param name="zones">The zones that this program may write to; null where the owner publishes.</param>
/// <param name="delegation">The zone that delegated domains lead to; null where there is none.</param>
/// <param name="ttl">TTL of what is published, in seconds.</param>
public sealed class ChangeHands(Database database, ZonePublisher? zones, DelegationPublisher? delegation, int ttl)
{
    /// <summary>Does it, or says who has to. Doing it again does nothing more.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public Task<HandOutcome> DoAsync(StoredChange stored, ChangeAction action, CancellationToken cancellationToken) => action switch
    {
        ChangeAction.Serve serve when stored.Change.Place == PolicyPlace.Here => ServeAsync(stored, serve.Policy, cancellationToken),
        ChangeAction.StopServing when stored.Change.Place == PolicyPlace.Here => StopServingAsync(stored, cancellationToken),
        ChangeAction.Announce announce when zones is not null && !stored.Change.IsByHand => PublishAsync(stored, action, $"v=STSv1; id={announce.Id};", announce.InPlaceOf, cancellationToken),
        ChangeAction.Withdraw withdraw when zones is not null && !stored.Change.IsByHand => PublishAsync(stored, action, null, withdraw.InPlaceOf, cancellationToken),
        _ => Task.FromResult<HandOutcome>(new HandOutcome.Owner(OwnerTask.Of(action, stored.Change.Domain))),
    };

    private async Task<HandOutcome> ServeAsync(StoredChange stored, StsPolicy policy, CancellationToken cancellationToken)
    {
        await using var transaction = await new DomainStore(database).BeginAsync(cancellationToken);
        if (!await ChangeWriter.StandsAsync(transaction.Write, stored, cancellationToken))
            return new HandOutcome.Done(null);
        var domain = stored.Change.Domain;
        var before = await transaction.FindAsync(domain, cancellationToken);
        var settings = before is null ? new DomainSettings(domain, policy) : before.Settings with { Policy = policy };
        var (outcome, after) = await transaction.SaveAsync(settings, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new HandOutcome.Done(outcome == SaveOutcome.Unchanged ? null : $"Serving from now on: {StepText.Short(policy)}; its id is {after.PolicyId}.");
    }

    /// <summary>The names in our own zone go first: as long as the domain is enrolled, this is done again.</summary>
    private async Task<HandOutcome> StopServingAsync(StoredChange stored, CancellationToken cancellationToken)
    {
        if (delegation is not null && await delegation.WithdrawAsync(stored.Change.Domain, cancellationToken) is PublishOutcome.Failed failed)
            return new HandOutcome.Failed(failed.Why);
        await using var transaction = await new DomainStore(database).BeginAsync(cancellationToken);
        if (!await ChangeWriter.StandsAsync(transaction.Write, stored, cancellationToken))
            return new HandOutcome.Done(null);
        bool removed = await transaction.RemoveAsync(stored.Change.Domain, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new HandOutcome.Done(removed ? $"Served no more. The name {StsPolicy.HostLabel}.{stored.Change.Domain} may go." : null);
    }

    /// <summary>Only what the change has seen there may be replaced; whoever edits at the same time wins.</summary>
    private async Task<HandOutcome> PublishAsync(
        StoredChange stored, ChangeAction action, string? text, ImmutableArray<string?> inPlaceOf, CancellationToken cancellationToken)
    {
        var name = stored.Change.Domain.Child(StsRecord.Label)!;
        var edit = new TextEdit(name, text, ttl, found => MayReplace(found, inPlaceOf));
        return await zones!.PublishAsync(edit, cancellationToken) switch
        {
            PublishOutcome.Done => new HandOutcome.Done(text is null ? $"Removed the record at {name}." : $"Published at {name}: {text}"),
            PublishOutcome.Unchanged => new HandOutcome.Done(null),
            PublishOutcome.ByHand => new HandOutcome.Owner(OwnerTask.Of(action, stored.Change.Domain)),
            PublishOutcome.Conflict conflict => new HandOutcome.Blocked(ChangeRefusals.RecordEdited(conflict.Found, inPlaceOf).Message),
            PublishOutcome.Failed failed => new HandOutcome.Failed(failed.Why),
            _ => new HandOutcome.Failed("the name server gave an answer of no known kind"),
        };
    }

    /// <summary>A record that holds more than its id was written by somebody: it is not overwritten, even where the id is known.</summary>
    private static bool MayReplace(string? found, ImmutableArray<string?> inPlaceOf)
    {
        if (found is null)
            return inPlaceOf.Contains(null, StringComparer.Ordinal);
        return StsRecord.Choose([found]).Value is { Id: var id } && IsPlain(found) && inPlaceOf.Contains(id, StringComparer.Ordinal);
    }

    private static bool IsPlain(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length == 2;
}
