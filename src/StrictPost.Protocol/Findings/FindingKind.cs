namespace StrictPost.Protocol.Findings;

/// <summary>
/// One thing that can be wrong: its stable code, how bad it is, and its texts. The texts may hold the placeholders
/// <c>{value}</c>, <c>{expected}</c>, <c>{detail}</c> and <c>{host}</c>, which a <see cref="Finding"/> fills in.
/// </summary>
public sealed class FindingKind
{
    internal FindingKind(string code, Severity severity, string rfc)
    {
        Code = code;
        Severity = severity;
        Rfc = rfc;
    }

    /// <summary>Stable and readable, such as <c>policy-mx-trailing-dot</c>. Never renamed once released.</summary>
    public string Code { get; }

    /// <summary>How bad it is.</summary>
    public Severity Severity { get; }

    /// <summary>The rule it comes from, such as <c>RFC 8461 §3.2</c>.</summary>
    public string Rfc { get; }

    /// <summary>What is wrong, in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The one thing to do, in one sentence.</summary>
    public required string Fix { get; init; }

    /// <summary>What it does to mail, and why the rule exists: the documentation page's text.</summary>
    public required string Why { get; init; }

    /// <summary>True for an error that a sender reads past, so that the record or policy still applies.</summary>
    public bool SenderTolerates { get; init; }

    /// <summary>
    /// True for an error that says only that nobody can tell from here; another network may see it differently.
    /// </summary>
    public bool IsUndetermined { get; init; }

    /// <summary>True when a sender treats the record or policy as if it were not there.</summary>
    public bool Breaks => Severity == Severity.Error && !SenderTolerates;

    /// <summary>This kind, found at a place.</summary>
    public Finding At(Place place, string? value = null, string? expected = null, string? detail = null) =>
        new(this) { Place = place, Value = value, Expected = expected, Detail = detail };

    /// <summary>This kind, about the whole text.</summary>
    public Finding Found(string? value = null, string? expected = null, string? detail = null) =>
        At(Place.Whole, value, expected, detail);

    /// <summary>This kind, about a host or another name in DNS.</summary>
    public Finding On(string host, string? value = null, string? expected = null, string? detail = null) =>
        new(this) { Host = host, Value = value, Expected = expected, Detail = detail };

    /// <inheritdoc/>
    public override string ToString() => Code;
}
