using System.Text.Json;
using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Findings;

namespace StrictPost.Domains;

/// <summary>How the state of a policy host's certificate is printed.</summary>
internal static class IssuanceText
{
    private const string OfAnyKind = "issuance-refused";

    /// <summary>A stored finding with its texts; one that a newer program stored is told in the authority's words alone.</summary>
    public static Finding FindingOf(string host, StoredFinding stored) =>
        (Catalogue.All.FirstOrDefault(kind => kind.Code == stored.Code) ?? Catalogue.All.Single(kind => kind.Code == OfAnyKind))
        .On(host, stored.Value, detail: stored.Detail);

    /// <summary>Which certificate there is, what keeps it from being had or renewed, and when that is tried again. Nothing where authorities are not asked.</summary>
    public static void Write(Terminal terminal, string host, CertificateStatus status)
    {
        if (status is { Certificate: null, NextAttempt: null })
            return;
        var grid = new Grid().AddColumns(2);
        void Row(string name, string value) => grid.AddRow(name, Terminal.Safe(value));
        Row("certificate", status.Certificate is { } certificate ? $"until {certificate.NotAfter.UtcDateTime:u}, by {certificate.Authority}" : "none yet");
        if (status.Finding is { } stored)
        {
            var finding = FindingOf(host, stored);
            Row("problem", finding.Message);
            Row("fix", finding.Fix);
            Row("code", $"{finding.Code}, since {stored.At.UtcDateTime:u}");
        }

        if (status.NextAttempt is { } next)
            Row(status.Finding is null ? "next look" : "next attempt", $"{next.UtcDateTime:u}");
        terminal.Pretty().Write(grid);
    }

    /// <summary>The same as one JSON object.</summary>
    public static void WriteJson(Utf8JsonWriter json, string host, CertificateStatus status)
    {
        json.WriteStartObject();
        if (status.Certificate is { } certificate)
        {
            json.WriteString("authority", certificate.Authority);
            json.WriteString("notBefore", certificate.NotBefore);
            json.WriteString("notAfter", certificate.NotAfter);
        }

        if (status.NextAttempt is { } next)
            json.WriteString("nextAttempt", next);
        json.WriteStartArray("findings");
        if (status.Finding is { } stored)
            Write(json, host, FindingOf(host, stored), stored.At);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string host, Finding finding, DateTimeOffset since)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Code);
        json.WriteString("severity", finding.Severity == Severity.Error ? "error" : "warning");
        json.WriteString("message", finding.Message);
        json.WriteString("fix", finding.Fix);
        json.WriteString("rfc", finding.Kind.Rfc);
        json.WriteString("host", host);
        json.WriteString("since", since);
        json.WriteEndObject();
    }
}
