using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Linting;

/// <summary>Judges files, folders and records; with <paramref name="fix"/>, repairs policies first.</summary>
internal sealed class Linter(DomainName? domain, bool fix)
{
    /// <summary>A record as it would stand in DNS.</summary>
    public static Subject Record(string text) => new(StsRecord.Label, StsRecord.Parse(text).Findings);

    /// <summary>A TLS reporting record as it would stand in DNS.</summary>
    public static Subject TlsRpt(string text) => new(TlsRptRecord.Label, TlsRptRecord.Parse(text).Findings);

    /// <summary>A file, or what a folder serves.</summary>
    public async Task<IReadOnlyList<Subject>> PathAsync(string path, CancellationToken cancellation) =>
        Directory.Exists(path)
            ? await FolderAsync(path, cancellation)
            : [await FileAsync(path, SiteLayout.JudgeFile(Path.GetFullPath(path)), domain, cancellation)];

    /// <summary>Bytes without a place of their own; the repaired body is what <c>--fix</c> makes of them.</summary>
    public (Subject Subject, byte[] Body) Bytes(string name, byte[] body)
    {
        IReadOnlyList<Repair>? repairs = null;
        if (fix)
            (body, repairs) = PolicyRepair.Apply(body);
        var parsed = PolicyLint.Judge(body, domain);
        return (new Subject(name, parsed.Findings, parsed.Value, repairs), body);
    }

    /// <summary>Every policy that the folder serves, then those that nobody will find; the folder itself when there is none.</summary>
    private async Task<IReadOnlyList<Subject>> FolderAsync(string folder, CancellationToken cancellation)
    {
        var paths = PolicySource.FilesOf(folder);
        var site = SiteLayout.JudgeSite(paths).ToList();
        var policies = paths.Where(SiteLayout.IsServed).ToList();
        if (policies.Count == 0)
            policies = paths.Where(path => SiteLayout.LooksLikePolicy(Path.GetFileName(path))).ToList();
        if (policies.Count == 0)
            return [new Subject(folder, site)];

        var owner = domain ?? await OwnerAsync(folder, cancellation);
        var subjects = new List<Subject>();
        foreach (string path in policies)
        {
            var place = site.FindAll(finding => finding.Value == path || (subjects.Count == 0 && !policies.Contains(finding.Value, StringComparer.Ordinal)));
            subjects.Add(await FileAsync(Path.Combine(folder, path), place, owner, cancellation));
        }

        return subjects;
    }

    private async Task<Subject> FileAsync(string path, IEnumerable<Finding> place, DomainName? owner, CancellationToken cancellation)
    {
        byte[] original = await PolicySource.ReadFileAsync(path, cancellation);
        var (subject, body) = new Linter(owner, fix).Bytes(path, original);
        if (!body.AsSpan().SequenceEqual(original))
            await PolicySource.ReplaceAsync(path, body, cancellation);
        return subject with { Findings = [.. place, .. subject.Findings] };
    }

    /// <summary>The domain that a GitHub Pages site belongs to, by its CNAME file.</summary>
    private static async Task<DomainName?> OwnerAsync(string folder, CancellationToken cancellation)
    {
        string cname = Path.Combine(folder, "CNAME");
        if (!File.Exists(cname))
            return null;
        string host = System.Text.Encoding.UTF8.GetString(await PolicySource.ReadFileAsync(cname, cancellation)).Trim();
        const string Prefix = StsPolicy.HostLabel + ".";
        return host.StartsWith(Prefix, StringComparison.Ordinal) ? DomainName.Parse(host[Prefix.Length..]).Value : null;
    }
}
