using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Bench.Reports;

/// <summary>A store of the bench's own, with domains enrolled.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly string? _folder;

    private BenchStore(Database database, string? folder) => (Database, _folder) = (database, folder);

    public Database Database { get; }

    /// <summary>Bytes that it takes on disk; 0 where that is another machine's.</summary>
    public long Size => _folder is null ? 0 : new DirectoryInfo(_folder).EnumerateFiles().Sum(file => file.Length);

    public static async Task<BenchStore> OpenAsync(string? postgres, int domains, CancellationToken cancellationToken)
    {
        string? folder = postgres is null ? Directory.CreateTempSubdirectory("strictpost-bench-").FullName : null;
        var database = await Database.OpenAsync(new StorePlace(folder ?? ".") { Postgres = postgres }, TimeProvider.System, cancellationToken);
        await using (var transaction = await new DomainStore(database).BeginAsync(cancellationToken))
        {
            for (int i = 0; i < domains; i++)
            {
                var domain = DomainName.Parse(SampleReports.Domain(i)).Value!;
                await transaction.SaveAsync(
                    new DomainSettings(domain, new StsPolicy { Mode = PolicyMode.Enforce, MaxAge = 604_800, Mx = [MxPattern.Parse($"mx1.{domain}").Value!] }),
                    cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        return new BenchStore(database, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
