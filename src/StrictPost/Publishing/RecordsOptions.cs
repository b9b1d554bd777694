using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;

namespace StrictPost.Publishing;

/// <summary>The command line of <c>records</c>.</summary>
internal sealed class RecordsOptions
{
    public Argument<string> Domain { get; } = new("DOMAIN") { Description = "The mail domain: what stands after the @." };

    public Option<string> Format { get; } = new("--format")
    {
        Description = "The form of the records.",
        DefaultValueFactory = _ => RecordsFormat.Text,
    };

    public Option<string> Provider { get; } = new("--terraform-provider")
    {
        Description = "Whose Terraform resources to write: hashicorp/dns, hashicorp/aws or cloudflare/cloudflare (version 5).",
        DefaultValueFactory = _ => RecordsFormat.Providers[0],
    };

    public Option<FileInfo?> Policy { get; } = new("--policy")
    {
        Description = "Take the policy from this file instead of the store.",
        HelpName = "FILE",
    };

    public Option<DateTimeOffset?> Changed { get; } = new("--changed")
    {
        Description = "When the policy file was last changed, for its id (default: the file's own time).",
        HelpName = "TIME",
        CustomParser = TimeOptions.ParseInstant,
    };

    public Option<string?> CurrentId { get; } = new("--current-id")
    {
        Description = "An id in use: it stays if it was made for this policy file.",
        HelpName = "ID",
    };

    public Option<bool> KeepPublishedId { get; } = new("--keep-published-id") { Description = "The same with the id that is in DNS now." };

    public Option<TimeSpan?> WaitServed { get; } = new("--wait-served")
    {
        Description = "First wait until exactly this policy is served, for so long at most, such as 15m.",
        HelpName = "DURATION",
        CustomParser = TimeOptions.ParseDuration,
    };

    public Option<string[]> Rua { get; } = new("--rua")
    {
        Description = "Where senders deliver TLS reports: mailto: or https: addresses (default: what is configured, else where `serve` takes them; with --policy mailto:tls-reports@DOMAIN).",
        HelpName = "URI",
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<bool> Delegated { get; } = new("--delegated")
    {
        Description = "Print the three aliases that hand the domain's MTA-STS over to delegation_zone of strictpost.toml, once and for all.",
    };

    public StoreOptions Store { get; } = new();

    public PublicationOptions Publication { get; } = new();

    public NetworkOptions Network { get; } = new();

    /// <summary>Gives the verb all of these.</summary>
    public void AddTo(Command verb)
    {
        Format.AcceptOnlyFromAmong(RecordsFormat.Names);
        Provider.AcceptOnlyFromAmong(RecordsFormat.Providers);
        verb.Arguments.Add(Domain);
        foreach (Option option in (Option[])[Format, Provider, Policy, Changed, CurrentId, KeepPublishedId, WaitServed, Rua, Delegated])
            verb.Options.Add(option);
        Store.AddTo(verb);
        Publication.AddTo(verb);
        Network.AddTo(verb);
    }
}
