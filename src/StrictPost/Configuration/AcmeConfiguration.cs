using System.Collections.Immutable;
using System.Net;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Issuance;

namespace StrictPost.Configuration;

/// <summary>What the table <c>[acme]</c> says.</summary>
internal sealed record AcmeConfiguration
{
    /// <summary>The authorities' directories, in order of preference; without any, no authority is asked.</summary>
    public ImmutableArray<Uri> Directories { get; init; } = [];

    /// <summary>URLs by which authorities can warn the administrator.</summary>
    public ImmutableArray<string> Contacts { get; init; } = [];

    /// <summary>Whether the administrator agrees to the authorities' terms.</summary>
    public bool AgreesToTerms { get; init; }

    /// <summary>Our number as a customer, where an authority wants one.</summary>
    public string? ExternalKeyId { get; init; }

    /// <summary>The file with the secret that belongs to the number.</summary>
    public string? ExternalKeyFile { get; init; }

    /// <summary>How names are proven.</summary>
    public ChallengeType Challenge { get; init; } = ChallengeType.Http01;

    /// <summary>PEM file with the roots that the authorities' own servers are trusted by; null for the system's.</summary>
    public string? RootsFile { get; init; }

    /// <summary>Common name of the issuer that chains should end below.</summary>
    public string? PreferredIssuer { get; init; }

    /// <summary>The DNS server that is asked before an authority is; null for the system's.</summary>
    public IPEndPoint? Dns { get; init; }

    /// <summary>Suffixes of several labels under which names are registered.</summary>
    public ImmutableArray<string> PublicSuffixes { get; init; } = [];

    /// <summary>For how long a node that has died keeps its work from others, in seconds; null for the usual time.</summary>
    public int? LeaseSeconds { get; init; }

    /// <summary>How long to wait after a host's first failure, in seconds; null for the usual time.</summary>
    public int? RetrySeconds { get; init; }

    /// <summary>What is asked of each authority at most.</summary>
    public Budgets Budgets { get; init; } = new();
}
