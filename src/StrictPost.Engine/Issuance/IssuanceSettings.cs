using System.Collections.Immutable;
using System.Net;
using StrictPost.Engine.Acme;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Issuance;

/// <summary>An authority to ask for certificates, and as whom.</summary>
/// <param name="Acme">Where, and how patiently.</param>
/// <param name="Account">What our account there is to say.</param>
public sealed record AuthoritySettings(AcmeSettings Acme, AccountRequest Account)
{
    /// <summary>Common name of the issuer that chains should end below; null for the authority's own choice.</summary>
    public string? PreferredIssuer { get; init; }

    /// <summary>What the store knows it by.</summary>
    internal string Directory => Acme.Directory.AbsoluteUri;
}

/// <summary>How policy hosts get their certificates.</summary>
public sealed record IssuanceSettings
{
    /// <summary>Whom to ask, in order of preference; at least one.</summary>
    public required ImmutableArray<AuthoritySettings> Authorities { get; init; }

    /// <summary>How names are proven.</summary>
    public ChallengeType Challenge { get; init; } = ChallengeType.Http01;

    /// <summary>The host that policy hosts should be aliases of; null where that is not known.</summary>
    public DomainName? PolicyHost { get; init; }

    /// <summary>The addresses at which policy hosts should be; empty where that is not known.</summary>
    public ImmutableArray<IPAddress> PolicyAddresses { get; init; } = [];

    /// <summary>What is asked of each authority at most.</summary>
    public Budgets Budgets { get; init; } = new();

    /// <summary>Suffixes of more than one label under which names are registered, such as <c>co.uk</c>; in lower-case A-labels.</summary>
    public ImmutableArray<string> PublicSuffixes { get; init; } = [];

    /// <summary>On how many hosts one node works at a time.</summary>
    public int MostAtOnce { get; init; } = 16;

    /// <summary>After how many failures in a row the next authority is asked.</summary>
    public int FailuresPerAuthority { get; init; } = 3;

    /// <summary>For how long a node that has died keeps its work from others.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait after a host's first failure; twice as long after each further one.</summary>
    public TimeSpan FirstWait { get; init; } = Backoff.First;

    /// <summary>How often to look for work.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(1);
}
