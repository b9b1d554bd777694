using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Site;

/// <summary>StrictPost as a .NET tool, packed from the sources once for all tests of a class.</summary>
public sealed class PackedTool : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-tool-");

    /// <summary>The folder that holds the package, as a source for <c>dotnet tool install</c>.</summary>
    public string Source => _folder.FullName;

    public async ValueTask InitializeAsync()
    {
        string project = Path.Combine(Root(), "src", "StrictPost", "StrictPost.csproj");
        await Started.SucceedAsync("dotnet", Root(), "pack", project, "--no-build", "-c", Configuration(), "-o", Source, "-v", "quiet");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>What these tests were built as was built for the tool, too.</summary>
    private static string Configuration() => AppContext.BaseDirectory.Contains("/release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "StrictPost.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the repository.");
        return folder.FullName;
    }
}
