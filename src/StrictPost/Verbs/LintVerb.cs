using System.CommandLine;
using System.Text.Json;
using StrictPost.CommandLine;
using StrictPost.Linting;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost lint</c>: judges policy files and records, without looking at the world.</summary>
internal static class LintVerb
{
    private const string StandardInput = "-";

    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Policy files, or folders of web sites; - is standard input. Without any, the current folder.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string[]> Records = new("--record") { Description = "Judge the text of an _mta-sts record.", HelpName = "TXT" };
    private static readonly Option<string[]> TlsRpts = new("--tlsrpt") { Description = "Judge the text of a _smtp._tls record.", HelpName = "TXT" };
    private static readonly Option<string?> Domain = new("--domain") { Description = "Whose policy it is: its own names are then no placeholders.", HelpName = "DOMAIN" };
    private static readonly Option<bool> Fix = new("--fix") { Description = "Repair what can only have one meaning, and say what was changed." };

    public static Command Create(Terminal terminal)
    {
        var format = CommonOptions.Format();
        var verb = new Verb(
            "lint",
            "Judge policy files and records, without looking at the world.",
            "strictpost lint .well-known/mta-sts.txt",
            "strictpost lint . --format json",
            "curl -s https://mta-sts.example.org/.well-known/mta-sts.txt | strictpost lint -",
            "strictpost lint --record 'v=STSv1; id=20260101000000;'",
            "strictpost lint --fix mta-sts.txt")
        {
            Files, Records, TlsRpts, Domain, Fix, format,
        };
        verb.SetAction((parsed, cancellation) => RunAsync(parsed, parsed.GetValue(format), terminal, cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ResultFormat format, Terminal terminal, CancellationToken cancellation)
    {
        var domain = parsed.GetValue(Domain) is { } name ? Refusal.ValueOf(DomainName.Parse(name)) : null;
        var linter = new Linter(domain, parsed.GetValue(Fix));
        string[] records = parsed.GetValue(Records) ?? [];
        string[] tlsRpts = parsed.GetValue(TlsRpts) ?? [];
        string[] files = parsed.GetValue(Files) ?? [];
        if (files.Length + records.Length + tlsRpts.Length == 0)
            files = ["."];

        List<Subject> subjects = [.. records.Select(Linter.Record), .. tlsRpts.Select(Linter.TlsRpt)];
        int unread = 0;
        byte[]? repaired = null;
        foreach (string file in files)
        {
            if (file == StandardInput)
            {
                var (subject, body) = linter.Bytes(StandardInput, await PolicySource.ReadAsync(terminal.In, cancellation));
                repaired = parsed.GetValue(Fix) ? body : null;
                subjects.Add(subject);
            }
            else if (File.Exists(file) || Directory.Exists(file))
            {
                subjects.AddRange(await linter.PathAsync(file, cancellation));
            }
            else
            {
                await terminal.Error.WriteLineAsync($"strictpost: there is no file or folder `{Printable.Escape(file)}`.");
                unread++;
            }
        }

        Print(subjects, files.Length + records.Length + tlsRpts.Length > 1, format, repaired, terminal);
        if (unread > 0)
            return ExitCode.Usage;
        return subjects.TrueForAll(subject => subject.IsValid) ? ExitCode.Fine : ExitCode.Findings;
    }

    private static void Print(List<Subject> subjects, bool several, ResultFormat format, byte[]? repaired, Terminal terminal)
    {
        if (format == ResultFormat.Json)
            PrintJson(subjects, several, terminal);
        else
            subjects.ForEach(subject => LintText.Write(repaired is null ? terminal.Pretty() : terminal.PrettyError(), subject));
        if (repaired is not null && format == ResultFormat.Text)
            terminal.Out.Write(System.Text.Encoding.UTF8.GetString(repaired));
    }

    private static void PrintJson(List<Subject> subjects, bool several, Terminal terminal)
    {
        var results = subjects.ConvertAll(LintText.ToJson);
        terminal.Out.WriteLine(results.Count == 1 && !several
            ? JsonSerializer.Serialize(results[0], ReadableJson.Context.LintJson)
            : JsonSerializer.Serialize(results, ReadableJson.Context.IReadOnlyListLintJson));
    }
}
