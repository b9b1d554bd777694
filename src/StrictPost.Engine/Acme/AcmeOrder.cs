using System.Collections.Immutable;

namespace StrictPost.Engine.Acme;

/// <summary>How far an order is (RFC 8555 §7.1.6).</summary>
public enum OrderStatus
{
    /// <summary>Names are still to be proven.</summary>
    Pending,

    /// <summary>It can be finalised.</summary>
    Ready,

    /// <summary>The certificate is being made.</summary>
    Processing,

    /// <summary>There is a certificate.</summary>
    Valid,

    /// <summary>It has failed or expired; another one is needed.</summary>
    Invalid,
}

/// <summary>An order for a certificate (RFC 8555 §7.1.3).</summary>
/// <param name="Url">What it is known by.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Authorizations">What is to be proven, at least one.</param>
/// <param name="Finalize">Where the signing request goes.</param>
public sealed record AcmeOrder(Uri Url, OrderStatus Status, ImmutableArray<Uri> Authorizations, Uri Finalize)
{
    /// <summary>When it lapses; null when the authority did not say.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Where the certificate is; not null when the order is valid.</summary>
    public Uri? Certificate { get; init; }

    /// <summary>Why it is invalid, where the authority says.</summary>
    public AcmeProblem? Error { get; init; }

    /// <summary>Reads an order that stands at a URL; null when it is none.</summary>
    internal static AcmeOrder? Read(Uri url, JsonFields fields)
    {
        if (StatusOf(fields.Text("status", 20)) is not { } status
            || fields.HttpsList("authorizations") is not { Length: > 0 } authorizations
            || fields.Https("finalize") is not { } finalize)
        {
            return null;
        }

        var certificate = fields.Https("certificate");
        if (status == OrderStatus.Valid && certificate is null)
            return null;
        return new AcmeOrder(url, status, authorizations, finalize)
        {
            Expires = fields.Time("expires"),
            Certificate = certificate,
            Error = fields.Object("error") is { } error ? AcmeProblem.Read(error) : null,
        };
    }

    private static OrderStatus? StatusOf(string? text) => text switch
    {
        "pending" => OrderStatus.Pending,
        "ready" => OrderStatus.Ready,
        "processing" => OrderStatus.Processing,
        "valid" => OrderStatus.Valid,
        "invalid" => OrderStatus.Invalid,
        _ => null,
    };
}
