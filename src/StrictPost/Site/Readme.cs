using System.Globalization;
using System.Text;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Site;

/// <summary>The README of a policy site: what to do, in the one order that loses no mail.</summary>
internal static class Readme
{
    public static string Of(SitePlan plan)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # MTA-STS for {plan.Domain}

            The file `{SiteFiles.PolicyPath}` tells mail servers how to deliver mail to {plan.Domain}: to which hosts, and that the
            connection must be encrypted and verified (RFC 8461). It must be served at

                {plan.Url}

            Take these steps in this order. The file always comes before the record that points at it.


            """);
        int number = 0;
        foreach (var (title, body) in Steps(plan))
            text.Append(CultureInfo.InvariantCulture, $"## {++number}. {title}\n\n{body.TrimEnd()}\n\n");
        text.Append(Afterwards(plan));
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static IEnumerable<(string Title, string Body)> Steps(SitePlan plan)
    {
        yield return ("Serve the file", ReadmeServing.Of(plan));
        yield return ("Get the certificate", ReadmeServing.Certificate(plan));
        yield return ("See that it works", $"""
            This says nothing and ends with 0 when every address of {plan.Host} serves exactly this policy, and else says what it saw:

                strictpost records {plan.Domain} --policy {SiteFiles.PolicyPath}{plan.RecordsOptions} --current-id {plan.PolicyId} --wait-served 1m > records.txt

            """);
        yield return ("Publish the record", $"""
            {Table(plan, $"{StsRecord.Label}.{plan.Domain}")}
            The id belongs to the file as it is now{(plan.Target == SiteTarget.GitHubPages ? ". If the workflow's summary names another one, take that: any id is good that StrictPost made for this very file" : "")}.

            """);
        yield return ("Ask for reports", $"""
            {Table(plan, $"{TlsRptRecord.Label}.{plan.Domain}")}
            Senders then report once a day whether they could deliver securely (RFC 8460). Make sure that the address takes mail.

            """);
        yield return ("Watch the reports", Watching(plan));
        yield return ("Enforce", Enforcing(plan));
    }

    private static string Watching(SitePlan plan) => plan.Policy.Mode switch
    {
        PolicyMode.Testing => "In mode `testing` no mail is held back. Wait at least two weeks, and mend what the reports complain about.",
        PolicyMode.Enforce => "The mode is `enforce` from the start: senders hold mail back that they cannot deliver securely. Read the reports every day.",
        _ => "The mode is `none`: senders act as if there were no policy.",
    };

    private static string Enforcing(SitePlan plan) => plan.Policy.Mode switch
    {
        PolicyMode.Testing => $"When the reports are clean, change `mode: testing` to `mode: enforce` in `{SiteFiles.PolicyPath}`, and go through \"After each change\".",
        PolicyMode.Enforce => "It is done already.",
        _ => $"A policy without protection is only good for leaving MTA-STS. Keep it for {plan.Policy.MaxAge} seconds after the last change, then remove the records, then the file.",
    };

    private static string Afterwards(SitePlan plan) => $"""
        ## After each change

        1. Change the file{(plan.Target == SiteTarget.GitHubPages ? " and push" : " where it is served")}. A new mail server must be in the file before it is in the MX records.
        2. {(plan.Target == SiteTarget.GitHubPages
            ? "Wait for the workflow. Its summary tells the new id only after the new file is really served."
            : $"Run `strictpost records {plan.Domain} --policy {SiteFiles.PolicyPath}{plan.RecordsOptions} --wait-served 15m`. It tells the new id only after the new file is really served.")}
        3. Publish the record with the new id. Never the other way round: senders that see the new id fetch the file at once, and keep what they get.

        To leave MTA-STS, do not just delete things: first serve `mode: none`, with a new id, for as long as the old `max_age`.

        """;

    /// <summary>The records at one name, indented as Markdown wants code.</summary>
    public static string Table(SitePlan plan, string name)
    {
        var text = new StringBuilder();
        foreach (var record in plan.RecordsAt(name))
            text.Append(CultureInfo.InvariantCulture, $"    {record.Name}  {record.Type}  {Value(record)}\n");
        return text.ToString();
    }

    private static string Value(DnsRecord record) => record.Type == DnsRecordType.TXT ? $"\"{record.Value}\"" : record.Value;
}
