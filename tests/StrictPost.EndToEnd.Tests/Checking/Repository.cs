namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "StrictPost.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
