using System.Collections.Immutable;
using System.Text;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Publishing;

/// <summary>A policy as it is, or is to be, served, with the id that belongs to it.</summary>
/// <param name="Body">Byte for byte.</param>
/// <param name="Id">The id for its record.</param>
/// <param name="Rua">Where this domain's reports go; empty where only a file is known.</param>
internal sealed record PublishedPolicy(ReadOnlyMemory<byte> Body, string Id, ImmutableArray<ReportUri> Rua)
{
    /// <summary>The policy of an enrolled domain. Its reports go where it says, else where the installation says, else to this installation itself.</summary>
    /// <exception cref="Refusal">There is no store, or the domain is not in it.</exception>
    public static async Task<PublishedPolicy> OfStoreAsync(Settings settings, DomainName domain, CancellationToken cancellationToken)
    {
        var place = settings.Store;
        const string fix = "Enrol it with `strictpost domain add`, name another store with --data, or give a policy file with --policy.";
        if (!place.MayHold)
            throw new Refusal($"There is no store in the folder `{place}`, so nothing is known about {domain}.", fix, ExitCode.Findings);
        await using var database = await Database.OpenAsync(place, TimeProvider.System, cancellationToken);
        var enrolled = await new DomainStore(database).FindAsync(domain, cancellationToken)
            ?? throw new Refusal($"{domain} is not enrolled in the store in `{place}`.", fix, ExitCode.Findings);
        var rua = await ReportsOfAsync(settings, database, enrolled.Settings, cancellationToken);
        return new PublishedPolicy(Encoding.UTF8.GetBytes(enrolled.Settings.Policy.ToBody()), enrolled.PolicyId, rua);
    }

    /// <summary>Where an enrolled domain's reports go: where it says, else where the installation says, else to this installation itself.</summary>
    public static async Task<ImmutableArray<ReportUri>> ReportsOfAsync(Settings settings, Database database, DomainSettings domain, CancellationToken cancellationToken)
    {
        if (!domain.Rua.IsEmpty)
            return domain.Rua;
        return settings.Reports.Rua.IsEmpty ? await OwnReportAddresses.OfAsync(settings, database, domain.Domain, cancellationToken) : settings.Reports.Rua;
    }

    /// <summary>The policy in a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="changed">When it was last changed; null to believe the file system.</param>
    /// <param name="currentIds">Ids in use; the first that was made for this body stays.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="Refusal">The file cannot be read, or holds no policy that senders could use.</exception>
    public static async Task<PublishedPolicy> OfFileAsync(
        FileInfo file, DateTimeOffset? changed, IEnumerable<string> currentIds, CancellationToken cancellationToken)
    {
        if (!file.Exists)
            throw new Refusal($"There is no file `{file.FullName}`.", "Give --policy the path of the policy, such as .well-known/mta-sts.txt.");
        byte[] body = await ReadAsync(file, cancellationToken);
        var parsed = StsPolicy.Parse(body);
        if (parsed.Value is null)
        {
            var fault = parsed.Findings.First(finding => finding.Kind.Breaks);
            throw new Refusal(
                $"`{file.FullName}` is no policy that senders can use: {fault.Message}",
                $"{fault.Fix} `strictpost lint` says all that is wrong.",
                ExitCode.Findings);
        }

        string text = Encoding.UTF8.GetString(body);
        string id = currentIds.FirstOrDefault(current => PolicyId.Fits(current, text))
            ?? PolicyId.Create(text, changed ?? new DateTimeOffset(file.LastWriteTimeUtc));
        return new PublishedPolicy(body, id, []);
    }

    /// <summary>The id that is in DNS now, if there is one; nothing stands in the way when DNS cannot say.</summary>
    public static async Task<string?> IdInDnsAsync(DnsLookups dns, DomainName domain, CancellationToken cancellationToken) =>
        domain.Child(StsRecord.Label) is { } name
            ? StsRecord.Choose([.. (await dns.TextAsync(name, cancellationToken)).Found.Select(text => text.Joined())]).Value?.Id
            : null;

    /// <summary>One byte more than a policy may have is enough to know that it is too long.</summary>
    private static async Task<byte[]> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        byte[] buffer = new byte[StsPolicy.MaxBodyBytes + 1];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..length];
    }
}
