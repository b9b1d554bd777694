using System.Text.Json;
using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Exchange;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Domains;

/// <summary>How enrolled domains are printed.</summary>
internal static class DomainText
{
    /// <summary>The name, and in brackets how people write it where that differs.</summary>
    public static string Name(DomainName domain) =>
        domain.Unicode == domain.Ascii ? domain.Ascii : $"{domain.Ascii} ({domain.Unicode})";

    /// <summary>Where the policy is fetched.</summary>
    public static string Address(DomainSettings settings) => $"https://{settings.PolicyHost}{StsPolicy.Path}";

    /// <summary>Everything about one domain.</summary>
    public static void WriteOne(Terminal terminal, EnrolledDomain domain, IEnumerable<ReportUri> reportAddresses, Departure? departure)
    {
        var settings = domain.Settings;
        var grid = new Grid().AddColumns(2);
        void Row(string name, params IEnumerable<string> values) => grid.AddRow(name, string.Join('\n', values.Select(Terminal.Safe)));
        Row("domain", Name(settings.Domain));
        Row("mode", settings.Policy.Mode.ToText());
        if (departure is not null)
            Row("leaving", $"since {LedgerText.Moment(departure.Since)}, served until {DepartureText.End(departure)}");
        Row("mx", settings.Policy.Mx.Select(pattern => pattern.Text));
        Row("max_age", $"{settings.Policy.MaxAge}");
        Row("reports to", settings.Rua.IsEmpty ? ["as configured, else here"] : settings.Rua.Select(uri => uri.Text));
        Row("taken here at", reportAddresses.Select(uri => uri.Text));
        Row("policy id", domain.PolicyId);
        Row("policy", Address(settings));
        terminal.Pretty().Write(grid);
    }

    /// <summary>One line for each domain; of those that leave, until when they are served.</summary>
    public static void WriteTable(Terminal terminal, IReadOnlyList<EnrolledDomain> domains, Func<EnrolledDomain, Departure?> departure)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("domain", "mode", "max_age", "mx", "policy id");
        foreach (var domain in domains)
        {
            var policy = domain.Settings.Policy;
            table.AddRow(
                Terminal.Safe(Name(domain.Settings.Domain)), ModeText(policy, departure(domain)), $"{policy.MaxAge}",
                Terminal.Safe(string.Join(' ', policy.Mx)), domain.PolicyId);
        }

        terminal.Pretty().Write(table);
    }

    /// <summary>One domain as JSON: what <c>domain import</c> takes, with the id and the policy host.</summary>
    public static void WriteJson(Utf8JsonWriter json, EnrolledDomain domain, string? outcome = null, Departure? departure = null)
    {
        json.WriteStartObject();
        WriteFields(json, domain, departure);
        if (outcome is not null)
            json.WriteString("outcome", outcome);
        json.WriteEndObject();
    }

    /// <summary>The same, with where its reports are taken, how it stands with the certificate, and what is on record of who may hold which policy.</summary>
    public static void WriteJson(
        Utf8JsonWriter json, EnrolledDomain domain, IEnumerable<ReportUri> reportAddresses, Departure? departure, CertificateStatus certificate,
        DomainLedger ledger, DateTimeOffset now)
    {
        json.WriteStartObject();
        WriteFields(json, domain, departure);
        json.WriteStartArray("reportAddresses");
        foreach (var address in reportAddresses)
            json.WriteStringValue(address.Text);
        json.WriteEndArray();
        json.WritePropertyName("certificate");
        IssuanceText.WriteJson(json, domain.Settings.PolicyHost.Ascii, certificate);
        json.WritePropertyName("ledger");
        LedgerJson.Write(json, ledger, now);
        json.WriteEndObject();
    }

    /// <summary>What is worth knowing about a policy that was accepted.</summary>
    public static void WriteWarnings(Terminal terminal, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
            terminal.Error.WriteLine(Printable.Escape($"Warning: {finding.Message} {finding.Fix}"));
    }

    private static void WriteFields(Utf8JsonWriter json, EnrolledDomain domain, Departure? departure)
    {
        JsonDomainList.WriteFields(json, domain.Settings);
        json.WriteString("id", domain.PolicyId);
        json.WriteString("policyHost", domain.Settings.PolicyHost.Ascii);
        if (departure is null)
            return;
        json.WriteStartObject("leaving");
        json.WriteString("since", departure.Since);
        json.WriteString("stopsAt", departure.StopsAt);
        json.WriteBoolean("settled", departure.IsSettled);
        json.WriteEndObject();
    }

    private static string ModeText(StsPolicy policy, Departure? departure) => departure is null
        ? policy.Mode.ToText()
        : $"{policy.Mode.ToText()}, leaving until {DepartureText.End(departure)}";
}
