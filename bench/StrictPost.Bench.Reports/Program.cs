using System.CommandLine;
using StrictPost.Bench.Reports;

var reports = new Option<int>("--reports") { Description = "How many reports.", DefaultValueFactory = _ => 100_000 };
var store = new Option<string?>("--postgres") { Description = "Connection string of an empty database; without it, SQLite in a folder that is removed afterwards." };
var kind = new Option<ReportKind>("--kind") { Description = "gzip (posted), json (posted) or mail (by SMTP, unsigned).", DefaultValueFactory = _ => ReportKind.Gzip };
var inFlight = new Option<int>("--in-flight") { Description = "Senders that wait for their acknowledgement at once.", DefaultValueFactory = _ => 1000 };
var domains = new Option<int>("--domains") { Description = "Domains that reports are about.", DefaultValueFactory = _ => 1000 };
var rows = new Option<int>("--rows") { Description = "Rows of sums over a year.", DefaultValueFactory = _ => 10_000_000 };

var intake = new Command("intake", "Reports a second, from received bytes to durable and added up.") { reports, store, kind, inFlight, domains };
intake.SetAction((parsed, cancellation) => IntakeBench.RunAsync(
    new IntakeLoad(parsed.GetValue(reports), parsed.GetValue(kind), parsed.GetValue(inFlight), parsed.GetValue(domains)), parsed.GetValue(store), cancellation));
var queries = new Command("queries", "How long summaries take over a year of sums.") { rows, store, domains };
queries.SetAction((parsed, cancellation) => QueryBench.RunAsync(parsed.GetValue(rows), parsed.GetValue(domains), parsed.GetValue(store), cancellation));
return await new RootCommand("Measures how TLS reports are taken in and queried. See bench/README.md.") { intake, queries }.Parse(args).InvokeAsync();
