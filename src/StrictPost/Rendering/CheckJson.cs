using System.Text.Json.Serialization;

namespace StrictPost.Rendering;

/// <summary>What <c>check</c> says of one domain, as scripts read it.</summary>
internal sealed record CheckJson(
    string Subject,
    string Verdict,
    string Summary,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] RecordJson? Record,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] PolicyJson? Policy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] TlsRptJson? TlsRpt,
    IReadOnlyList<MailHostJson> MailHosts,
    IReadOnlyList<string> Categories,
    IReadOnlyList<FindingJson> Findings,
    IReadOnlyList<StepJson>? Explanation,
    DateTimeOffset CheckedAt,
    long TookMilliseconds,
    IReadOnlyList<string>? SurveyRows = null);

/// <summary>The record as a sender sees it.</summary>
/// <param name="Usable">Whether a sender goes by it.</param>
/// <param name="Id">Its id, where it is usable.</param>
/// <param name="Draft">True when it is not the published one; else absent.</param>
/// <param name="Texts">The TXT records there are, each joined.</param>
/// <param name="Aliases">CNAME targets on the way.</param>
/// <param name="TtlSeconds">For how long DNS keeps it.</param>
internal sealed record RecordJson(bool Usable, string? Id, bool? Draft, IReadOnlyList<string> Texts, IReadOnlyList<string> Aliases, long TtlSeconds);

/// <summary>The policy as a sender sees it.</summary>
/// <param name="Usable">Whether a sender gets it, and can read it.</param>
/// <param name="Mode">As it was read, even where no sender gets that far.</param>
/// <param name="MaxAge">Seconds.</param>
/// <param name="Mx">The patterns.</param>
/// <param name="Draft">True when it is not the served one; else absent.</param>
/// <param name="Host">The policy host.</param>
/// <param name="Aliases">CNAME targets on the way.</param>
/// <param name="Addresses">What each address gave.</param>
internal sealed record PolicyJson(
    bool Usable, string? Mode, int? MaxAge, IReadOnlyList<string>? Mx, bool? Draft, string Host, IReadOnlyList<string> Aliases, IReadOnlyList<FetchJson> Addresses);

/// <summary>One address of the policy host.</summary>
internal sealed record FetchJson(
    string Address, string Outcome, string Detail, int? Status, string? MediaType, int? Bytes, TlsJson? Tls, CertificateJson? Certificate, long TookMilliseconds);

/// <summary>The record that asks for reports.</summary>
internal sealed record TlsRptJson(bool Usable, IReadOnlyList<string>? Rua, IReadOnlyList<string> Texts);

/// <summary>A TLS session.</summary>
internal sealed record TlsJson(string Version, string Cipher);

/// <summary>A host's own certificate, and what is wrong with it.</summary>
internal sealed record CertificateJson(
    IReadOnlyList<string> Names, string? CommonName, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter, IReadOnlyList<string> Faults);

/// <summary>One mail host.</summary>
/// <param name="Host">As its MX names it.</param>
/// <param name="Preference">As its MX has it; absent for the implicit MX.</param>
/// <param name="Covered">The first pattern that covers it; absent when none does.</param>
/// <param name="Addresses">All addresses, with what was seen at those that were asked.</param>
/// <param name="Dane">What DANE says.</param>
/// <param name="Senders">What each kind of sender does, by its stable name.</param>
internal sealed record MailHostJson(
    string Host, int? Preference, string? Covered, IReadOnlyList<SmtpJson> Addresses, DaneJson Dane, IReadOnlyDictionary<string, DecisionJson> Senders);

/// <summary>One address of a mail host; only <paramref name="Address"/> when it was not asked.</summary>
internal sealed record SmtpJson(
    string Address, bool? Starttls, TlsJson? Tls, CertificateJson? Certificate, string? Error, string? Greeting, long? TookMilliseconds);

/// <summary>What DANE says of a mail host.</summary>
internal sealed record DaneJson(string State, bool Authenticated, IReadOnlyList<string> Records);

/// <summary>What one kind of sender does.</summary>
internal sealed record DecisionJson(string Delivery, string Reason);

/// <summary>One step of <c>--explain</c>.</summary>
internal sealed record StepJson(int Step, string Text, string Rfc);
