using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Lab;
using StrictPost.Lab.World;

namespace StrictPost.EndToEnd.Tests.Site;

/// <summary>An empty folder and a lab, both gone at the end.</summary>
internal sealed class Workplace : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private Workplace(DirectoryInfo folder, RunningLab lab)
    {
        _folder = folder;
        Lab = lab;
        RootsFile = Path.Combine(folder.FullName, "lab-root.pem");
        File.WriteAllText(RootsFile, lab.RootPem);
    }

    public RunningLab Lab { get; }

    public string Folder => _folder.FullName;

    /// <summary>The lab's authority.</summary>
    public string RootsFile { get; }

    /// <summary>The options that lead strictpost into the lab.</summary>
    public string[] Network => ["--dns", $"{Lab.DnsEndPoint}", "--ca", RootsFile, "--https-port", $"{Lab.HttpsPort}"];

    /// <summary>The same as environment variables.</summary>
    public Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["STRICTPOST_DNS"] = $"{Lab.DnsEndPoint}",
        ["STRICTPOST_CA"] = RootsFile,
        ["STRICTPOST_REMOTE_HTTPS_PORT"] = $"{Lab.HttpsPort}",
    };

    public static async Task<Workplace> OpenAsync(params LabDomain[] domains) => new(
        Directory.CreateTempSubdirectory("strictpost-"),
        await RunningLab.StartAsync(LabWorld.Empty.With(domains), TimeProvider.System, TestContext.Current.CancellationToken));

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs strictpost in the folder.</summary>
    public Task<Ended> StrictPostAsync(params string[] arguments) => Started.StrictPostAsync(Folder, arguments);

    public async ValueTask DisposeAsync()
    {
        await Lab.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
