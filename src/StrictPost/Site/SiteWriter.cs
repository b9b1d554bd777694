using System.Text;
using StrictPost.CommandLine;

namespace StrictPost.Site;

/// <summary>A site and the folder that it goes to.</summary>
internal sealed record PlannedSite(string Folder, IReadOnlyList<SiteFile> Files)
{
    /// <summary>The full path of a file.</summary>
    public string PathOf(SiteFile file) => Path.Combine(Folder, Path.Combine(file.Path.Split('/')));
}

/// <summary>Writes sites: all of them, or, where something would be overwritten without leave, none.</summary>
internal static class SiteWriter
{
    /// <summary>Writes every file; folders that are missing are made, and files of other names are left alone.</summary>
    /// <exception cref="Refusal">A file is there already and <paramref name="force"/> is not given. Nothing has been written then.</exception>
    public static async Task WriteAsync(IReadOnlyList<PlannedSite> sites, bool force, CancellationToken cancellationToken)
    {
        var there = sites.SelectMany(site => site.Files.Select(site.PathOf)).Where(path => File.Exists(path) || Directory.Exists(path)).ToList();
        if (there.Count > 0 && !force)
        {
            throw new Refusal(
                $"These files are there already, and nothing was written: {string.Join(", ", there)}.",
                "Give --force to overwrite them, or another folder with --output.");
        }

        foreach (var site in sites)
        {
            foreach (var file in site.Files)
            {
                string path = site.PathOf(file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllBytesAsync(path, Encoding.UTF8.GetBytes(file.Content), cancellationToken);
            }
        }
    }
}
