using StrictPost.Fuzz;

const string usage = """
    StrictPost.Fuzz TARGET [FILE]              one input, from FILE or standard input; a fault ends the process abnormally
    StrictPost.Fuzz --seconds N [--seed S] [--corpus DIR] [--crashes DIR] [TARGET...]
                                               random inputs for N seconds
    Targets: policy, lint, record, tlsrpt, report, mx, domain, evidence, tlsa, acme, hello, proxy, forwarded, smtp, delivery, key-file,
             update
    """;

var options = new Dictionary<string, string>(StringComparer.Ordinal);
var names = new List<string>();
for (int i = 0; i < args.Length; i++)
{
    if (args[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < args.Length)
        options[args[i]] = args[++i];
    else
        names.Add(args[i]);
}

if (options.TryGetValue("--seconds", out string? seconds) && double.TryParse(seconds, out double time))
{
    var targets = names.Count == 0 ? FuzzTarget.All : [.. FuzzTarget.All.Where(target => names.Contains(target.Name))];
    int seed = options.TryGetValue("--seed", out string? given) && int.TryParse(given, out int number) ? number : Random.Shared.Next();
    var campaign = new Campaign(targets, options.GetValueOrDefault("--corpus", "conformance"), options.GetValueOrDefault("--crashes", "fuzz/crashes"), seed);
    return campaign.Run(TimeSpan.FromSeconds(time), Console.Out) == 0 ? 0 : 1;
}

if (names.Count is 0 or > 2 || FuzzTarget.All.FirstOrDefault(target => target.Name == names[0]) is not { } chosen)
{
    Console.Error.WriteLine(usage);
    return 2;
}

using var input = new MemoryStream();
using (var source = names.Count == 2 ? File.OpenRead(names[1]) : Console.OpenStandardInput())
    source.CopyTo(input);
chosen.Check(input.ToArray());
return 0;
