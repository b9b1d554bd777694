using System.Collections.Immutable;

namespace StrictPost.Engine.Acme;

/// <summary>Where an authority takes which request (RFC 8555 §7.1.1).</summary>
public sealed record AcmeDirectory
{
    private const int LongestName = 253;

    public required Uri NewNonce { get; init; }

    public required Uri NewAccount { get; init; }

    public required Uri NewOrder { get; init; }

    public required Uri RevokeCertificate { get; init; }

    public required Uri KeyChange { get; init; }

    /// <summary>Null where the authority does not say when it wants certificates renewed (RFC 9773 §4).</summary>
    public Uri? RenewalInfo { get; init; }

    /// <summary>Where to read what one agrees to with an account, as the authority says it; null where there is nothing to agree to.</summary>
    public string? TermsOfService { get; init; }

    /// <summary>The issuer domain names that CAA records know it by (RFC 8659 §4.2); empty when it does not say.</summary>
    public ImmutableArray<string> CaaIdentities { get; init; } = [];

    /// <summary>Whether accounts need an <see cref="ExternalAccount"/>.</summary>
    public bool RequiresExternalAccount { get; init; }

    /// <summary>Reads a directory; null when it lacks a URL that RFC 8555 wants and we need.</summary>
    internal static AcmeDirectory? Read(JsonFields fields)
    {
        if (fields.Https("newNonce") is not { } newNonce || fields.Https("newAccount") is not { } newAccount
            || fields.Https("newOrder") is not { } newOrder || fields.Https("revokeCert") is not { } revoke
            || fields.Https("keyChange") is not { } keyChange)
        {
            return null;
        }

        var meta = fields.Object("meta");
        return new AcmeDirectory
        {
            NewNonce = newNonce,
            NewAccount = newAccount,
            NewOrder = newOrder,
            RevokeCertificate = revoke,
            KeyChange = keyChange,
            RenewalInfo = fields.Https("renewalInfo"),
            TermsOfService = meta?.Text("termsOfService", AcmeProblem.LongestText),
            CaaIdentities = [.. meta?.Texts("caaIdentities", LongestName).Where(name => name.Length > 0).Select(name => name.TrimEnd('.').ToLowerInvariant()) ?? []],
            RequiresExternalAccount = meta?.IsTrue("externalAccountRequired") == true,
        };
    }
}
