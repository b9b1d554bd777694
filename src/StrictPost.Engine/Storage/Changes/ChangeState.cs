using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Changes;

/// <summary>A change as it is kept: policies as the bodies that are served, times in milliseconds since 1970, lengths of time in seconds.</summary>
internal sealed record ChangeState
{
    public required string Kind { get; init; }

    public required string Place { get; init; }

    public required long StartedAt { get; init; }

    public string? Before { get; init; }

    public required ImmutableArray<string?> IdsBefore { get; init; }

    public required ImmutableArray<ImmutableArray<string>> MailBefore { get; init; }

    public required ImmutableArray<StepState> Steps { get; init; }

    public required ImmutableArray<MarkState> Marks { get; init; }

    public required double RecordLife { get; init; }

    public required double MailLife { get; init; }

    public string? Override { get; init; }

    public bool ByHand { get; init; }

    /// <summary>The text for the store.</summary>
    public static string Write(Change change) => JsonSerializer.Serialize(
        new ChangeState
        {
            Kind = $"{change.Kind}",
            Place = $"{change.Place}",
            StartedAt = change.StartedAt.ToUnixTimeMilliseconds(),
            Before = change.Before?.ToBody(),
            IdsBefore = change.IdsBefore,
            MailBefore = [.. change.MailBefore.Select(StepState.Names)],
            Steps = [.. change.Steps.Select(StepState.Of)],
            Marks = [.. change.Marks.Select(mark => new MarkState(mark.At.ToUnixTimeMilliseconds(), mark.Id))],
            RecordLife = change.RecordLife.TotalSeconds,
            MailLife = change.MailLife.TotalSeconds,
            Override = change.Override,
            ByHand = change.IsByHand,
        },
        ChangeStateJson.Default.ChangeState);

    /// <summary>The change out of the store's text.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public static Change Read(string domain, string standing, string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ChangeStateJson.Default.ChangeState)!.ToChange(domain, standing);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new StoreException(
                $"The store holds a change of {domain} that cannot be read.", "Restore the store from a backup; it was changed by another program.");
        }
    }

    private Change ToChange(string domain, string standing) => new()
    {
        Domain = DomainName.Parse(domain).Value ?? throw new JsonException(),
        Kind = Enum.Parse<ChangeKind>(Kind),
        Place = Enum.Parse<PolicyPlace>(Place),
        StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(StartedAt),
        Before = Before is null ? null : StepState.PolicyOf(Before),
        IdsBefore = IdsBefore,
        MailBefore = [.. MailBefore.Select(StepState.HostsOf)],
        Steps = [.. Steps.Select(step => step.ToStep())],
        Marks = [.. Marks.Select(mark => new StepMark(DateTimeOffset.FromUnixTimeMilliseconds(mark.At), mark.Id))],
        Standing = ChangeRows.Standing(standing),
        RecordLife = TimeSpan.FromSeconds(RecordLife),
        MailLife = TimeSpan.FromSeconds(MailLife),
        Override = Override,
        IsByHand = ByHand,
    };
}

/// <summary>A step that ended.</summary>
internal sealed record MarkState(long At, string? Id);

/// <summary>One step: its name, and what that kind of step has.</summary>
internal sealed record StepState(string Step)
{
    public string? Policy { get; init; }

    public ImmutableArray<string>? Hosts { get; init; }

    public int? Days { get; init; }

    public int? Reporters { get; init; }

    public static StepState Of(ChangeStep step) => step switch
    {
        ChangeStep.PassGate gate => new(nameof(ChangeStep.PassGate)) { Days = gate.Terms.Days, Reporters = gate.Terms.Reporters },
        ChangeStep.SeeMail see => new(nameof(ChangeStep.SeeMail)) { Policy = see.Policy.ToBody() },
        ChangeStep.Serve serve => new(nameof(ChangeStep.Serve)) { Policy = serve.Policy.ToBody() },
        ChangeStep.Announce announce => new(nameof(ChangeStep.Announce)) { Policy = announce.Policy.ToBody() },
        ChangeStep.AwaitHorizon horizon => new(nameof(ChangeStep.AwaitHorizon)) { Hosts = Names(horizon.Hosts) },
        ChangeStep.MoveMail move => new(nameof(ChangeStep.MoveMail)) { Hosts = Names(move.Hosts) },
        ChangeStep.AwaitMail => new(nameof(ChangeStep.AwaitMail)),
        ChangeStep.AwaitRecord => new(nameof(ChangeStep.AwaitRecord)),
        ChangeStep.AwaitExpiry => new(nameof(ChangeStep.AwaitExpiry)),
        ChangeStep.Withdraw => new(nameof(ChangeStep.Withdraw)),
        _ => new(nameof(ChangeStep.StopServing)),
    };

    public ChangeStep ToStep() => Step switch
    {
        nameof(ChangeStep.PassGate) => new ChangeStep.PassGate(new GateTerms(Days ?? 0, Reporters ?? 0)),
        nameof(ChangeStep.SeeMail) => new ChangeStep.SeeMail(PolicyOf(Policy)),
        nameof(ChangeStep.Serve) => new ChangeStep.Serve(PolicyOf(Policy)),
        nameof(ChangeStep.Announce) => new ChangeStep.Announce(PolicyOf(Policy)),
        nameof(ChangeStep.AwaitHorizon) => new ChangeStep.AwaitHorizon(HostsOf(Hosts ?? [])),
        nameof(ChangeStep.MoveMail) => new ChangeStep.MoveMail(HostsOf(Hosts ?? [])),
        nameof(ChangeStep.AwaitMail) => new ChangeStep.AwaitMail(),
        nameof(ChangeStep.AwaitRecord) => new ChangeStep.AwaitRecord(),
        nameof(ChangeStep.AwaitExpiry) => new ChangeStep.AwaitExpiry(),
        nameof(ChangeStep.Withdraw) => new ChangeStep.Withdraw(),
        nameof(ChangeStep.StopServing) => new ChangeStep.StopServing(),
        _ => throw new JsonException(),
    };

    public static ImmutableArray<string> Names(MailHostSet hosts) => [.. hosts.Hosts.Select(host => host.Ascii)];

    public static MailHostSet HostsOf(ImmutableArray<string> names) => new(names.Select(name => DomainName.Parse(name).Value ?? throw new JsonException()));

    public static StsPolicy PolicyOf(string? body) => (body is null ? null : StsPolicy.Parse(body).Value) ?? throw new JsonException();
}

/// <summary>Both, without reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChangeState))]
internal sealed partial class ChangeStateJson : JsonSerializerContext;
