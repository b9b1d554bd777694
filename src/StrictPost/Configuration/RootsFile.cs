using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.CommandLine;

namespace StrictPost.Configuration;

/// <summary>A PEM file that a setting names, with authorities to trust.</summary>
internal static class RootsFile
{
    /// <summary>The authorities; null where no file is named.</summary>
    /// <exception cref="Refusal">The file cannot be read, or holds none.</exception>
    public static X509Certificate2Collection? Read(string? path, string setting)
    {
        if (path is null)
            return null;
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(path);
        }
        catch (CryptographicException)
        {
            roots.Clear();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"{path} cannot be read: {fault.Message}", $"Name the right file in `{setting}`, and let this user read it.");
        }

        return roots.Count > 0 ? roots : throw new Refusal($"{path} holds no certificate.", $"Name a PEM file with certificates of authorities in `{setting}`.");
    }
}
