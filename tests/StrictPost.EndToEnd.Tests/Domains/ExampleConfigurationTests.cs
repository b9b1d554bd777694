using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Domains;

/// <summary>The example configuration is read by the program that it documents.</summary>
public sealed class ExampleConfigurationTests
{
    [Fact]
    public async Task Example_WithEverySettingSwitchedOn_IsAccepted()
    {
        using var installation = new Installation();
        string example = await File.ReadAllTextAsync(Path.Combine(Repository(), "strictpost.example.toml"), TestContext.Current.CancellationToken);
        var lines = example.Split('\n').Select(line => line.Contains(" = ", StringComparison.Ordinal) ? line.TrimStart('#', ' ') : line);
        await File.WriteAllLinesAsync(installation.File("strictpost.toml"), lines, TestContext.Current.CancellationToken);

        // There is no such database: all settings were read before anybody tried to connect.
        var outcome = await installation.RunAsync("domain", "list", "--format", "json");
        Assert.Contains("strictpost at db.example.net:5432 cannot be reached", outcome.Error, StringComparison.Ordinal);

        await File.WriteAllLinesAsync(
            installation.File("strictpost.toml"), lines.Where(line => !line.StartsWith("postgres", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        Assert.Equal("[]\n", await installation.DoAsync("domain", "list", "--format", "json"));
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "StrictPost.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside the repository");
        return folder;
    }
}
