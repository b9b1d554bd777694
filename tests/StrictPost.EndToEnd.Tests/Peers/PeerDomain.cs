using System.Collections.Immutable;
using System.Globalization;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A mail host to be run by Postfix.</summary>
internal sealed record MailHostPlan
{
    public CertificateKind Certificate { get; init; }

    /// <summary>Whether the authority's certificate is sent along, as DANE-TA needs (RFC 7672 §3.1.1).</summary>
    public bool SendsIssuer { get; init; }

    /// <summary>Settings of Postfix for this host alone, such as <c>smtpd_tls_security_level=none</c>.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>False for a host with an address at which nobody listens.</summary>
    public bool Listens { get; init; } = true;

    /// <summary>Whether postscreen stands in front of it. One host of a world can have that.</summary>
    public bool Postscreen { get; init; }

    public ImmutableArray<Tlsa> Tlsa { get; init; } = [];

    /// <summary>The name that the TLSA records' name is an alias of; null when it is none.</summary>
    public string? TlsaAlias { get; init; }

    /// <summary>The zone that the host is in; null for its domain's.</summary>
    public string? Zone { get; init; }
}

/// <summary>A policy host to be run by nginx. Directives are nginx's own.</summary>
internal sealed record PolicyHostPlan
{
    public const string ServesFile = "types { } default_type text/plain;";

    public CertificateKind Certificate { get; init; }

    /// <summary>Whether the authority's certificate is sent along.</summary>
    public bool SendsIssuer { get; init; }

    /// <summary>What follows the address in nginx's <c>listen</c>.</summary>
    public string Listen { get; init; } = "ssl";

    /// <summary>Directives for the whole host.</summary>
    public string Server { get; init; } = "";

    /// <summary>What happens at the well-known URL.</summary>
    public string WellKnown { get; init; } = ServesFile;

    /// <summary>What happens there at a second address; null when there is no second address.</summary>
    public string? WellKnownElsewhere { get; init; }

    /// <summary>False for a host with an address at which nobody listens.</summary>
    public bool Listens { get; init; } = true;

    /// <summary>The size in bytes that the policy is brought to by fields that no sender knows; null leaves it short.</summary>
    public int? BodySize { get; init; }
}

/// <summary>A mail domain of the world, and what a check of it must say.</summary>
/// <param name="Label">Its name below its zone.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Codes">All codes, sorted, each as often as it occurs; separated by blanks.</param>
internal sealed record PeerDomain(string Label, string Verdict, string Codes)
{
    public string Zone { get; init; } = PeerZones.Signed;

    public string Mode { get; init; } = "enforce";

    public PolicyHostPlan PolicyHost { get; init; } = new();

    public ImmutableArray<MailHostPlan> MailHosts { get; init; } = [new()];

    /// <summary>False for a domain that has mail and nothing of MTA-STS or TLS-RPT.</summary>
    public bool Publishes { get; init; } = true;

    /// <summary>Another domain's mail host that takes this one's mail; null for hosts of its own.</summary>
    public string? ForeignMx { get; init; }

    /// <summary>The hosts that its MX records name, the most preferred first.</summary>
    public ImmutableArray<string> MxNames => ForeignMx is { } foreign ? [foreign] : [.. MailHosts.Select((_, i) => MailHostName(i))];

    /// <summary>Its place in the world; gives it addresses of its own.</summary>
    public int Number { get; init; }

    public string Name => $"{Label}.{Zone}";

    /// <summary>Whose alias the record's name is; null when the record stands there itself.</summary>
    public string? RecordAlias { get; init; }

    public string PolicyHostName => $"mta-sts.{Name}";

    /// <summary>Whose alias the policy host is; null when it has addresses of its own.</summary>
    public string? PolicyHostAlias { get; init; }

    public string Body => Padded(string.Concat(
        [$"version: STSv1\r\nmode: {Mode}\r\nmax_age: 2592000\r\n", .. MxNames.Select(host => $"mx: {host}\r\n")]));

    public string MailHostName(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"mx{index + 1}.{Label}.{MailHosts[index].Zone ?? Zone}");

    public string MailHostAddress(int index) => string.Create(CultureInfo.InvariantCulture, $"127.20.{Number}.{index + 1}");

    public string PolicyHostAddress(int index) => string.Create(CultureInfo.InvariantCulture, $"127.21.{Number}.{index + 1}");

    public override string ToString() => Name;

    private string Padded(string body)
    {
        const string Key = "x_filler: ";
        return PolicyHost.BodySize is { } size ? $"{body}{Key}{new string('a', size - body.Length - Key.Length - 2)}\r\n" : body;
    }
}

/// <summary>The zones of the world.</summary>
internal static class PeerZones
{
    /// <summary>Signed, and known to the resolver.</summary>
    public const string Signed = "example.test";

    /// <summary>Not signed.</summary>
    public const string Plain = "plain.test";

    /// <summary>Not signed, although the resolver knows a key for it: nothing there can be resolved.</summary>
    public const string Bogus = "bogus.test";

    /// <summary>Not signed, and with a second server, at <see cref="SecondAddress"/>, that has not kept up.</summary>
    public const string Torn = "torn.test";

    public const string SecondAddress = "127.0.0.2";

    public static ImmutableArray<string> All { get; } = [Signed, Plain, Bogus, Torn];
}
