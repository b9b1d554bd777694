using System.CommandLine;
using System.Net;
using StrictPost.CommandLine;
using StrictPost.Engine.Sending;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.TlsRpt;
using StrictPost.Rendering;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports send-test</c>: proves that a report takes its way from the domain's record to this store.</summary>
internal static class ReportsSendTestVerb
{
    private static readonly Argument<string> Domain = new("DOMAIN") { Description = "The domain whose _smtp._tls record says where reports go." };

    private static readonly Option<TimeSpan?> Wait = new("--wait")
    {
        Description = "How long to look for it in the store (default: 60s).",
        HelpName = "TIME",
        CustomParser = TimeOptions.ParseDuration,
    };

    private static readonly Listing<ProvenAddress> Columns = new(
        new("address", "address", proof => proof.Address),
        new("delivered", "delivered", proof => proof.IsDelivered),
        new("arrived", "arrived", proof => proof.Arrived),
        new("what happened", "detail", proof => proof.Detail));

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var network = new NetworkOptions();
        var verb = new Verb(
            "send-test",
            "Send a report of no sessions to each address in the domain's record, as a reporter would, and see that it arrives in this store, which then forgets it. "
            + "Exit code 1 when an address refuses it, 3 when one cannot be reached or nothing arrived in time.",
            "strictpost reports send-test example.org",
            "strictpost reports send-test example.org --wait 5m --format json")
        {
            Domain, Wait,
        };
        network.AddTo(verb);
        network.AddSmtpTo(verb);
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, network, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, NetworkOptions network, CancellationToken cancellation)
    {
        var domain = ReportVerbs.Domain(parsed.GetRequiredValue(Domain));
        var dns = network.Dns(parsed);
        var lookup = await dns.TextAsync(domain.Child(TlsRptRecord.Label)!, cancellation);
        if (!lookup.IsCertain)
            throw new Refusal($"The record at {lookup.Name} could not be looked up.", "Check the DNS server, and try again.", ExitCode.Undetermined);
        var record = TlsRptRecord.Choose([.. lookup.Found.Select(text => text.Joined())]);
        if (record.Value is null)
            throw new Refusal(record.Findings[0].Message, record.Findings[0].Fix, ExitCode.Findings);
        var sender = new ReportSender(dns, new SendSettings
        {
            SmtpPort = network.SmtpPort(parsed),
            HttpsPort = network.HttpsPort(parsed),
            Roots = network.Roots(parsed),
            HelloName = Dns.GetHostName(),
        });
        await using Database? database = common.Settings(parsed).Store.MayHold ? await common.OpenAsync(parsed, cancellation) : null;
        var proof = new DeliveryProof(sender, database, parsed.GetValue(Wait) ?? TimeSpan.FromSeconds(60), common.Time);
        var proven = await Task.WhenAll(record.Value.Rua.Select(address => proof.OfAsync(domain, address, cancellation)));
        Columns.Print(common.Terminal, common.Format(parsed), proven, "");
        return proven.Any(address => address.IsRefused) ? ExitCode.Findings : proven.All(address => address.Arrived is not null) ? ExitCode.Fine : ExitCode.Undetermined;
    }
}
