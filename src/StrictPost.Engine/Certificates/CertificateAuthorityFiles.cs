using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StrictPost.Engine.Certificates;

/// <summary>
/// Where a <see cref="CertificateAuthority"/> rests between runs: a PEM certificate for everyone, a PEM key for its
/// owner only.
/// </summary>
/// <param name="CertificatePath">File of the root certificate.</param>
/// <param name="KeyPath">File of its private key (PKCS #8, not encrypted).</param>
public sealed record CertificateAuthorityFiles(string CertificatePath, string KeyPath)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode EveryoneReads = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// Whether an authority was saved here. The certificate is written last, so where it stands the key stands too.
    /// </summary>
    public bool Exist => File.Exists(CertificatePath);

    /// <summary>
    /// Writes both files, each whole or not at all, durable on return. The key is readable by its owner only from its
    /// first moment.
    /// </summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours to write in.</exception>
    public void Save(CertificateAuthority authority)
    {
        Replace(KeyPath, authority.ExportKeyPem(), OwnerOnly);
        Replace(CertificatePath, authority.RootPem, EveryoneReads);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="authority">The authority, to be disposed by the caller; null when the files are no good.</param>
    /// <param name="problem">A sentence for the administrator that says what is wrong; null when nothing is.</param>
    public bool TryLoad([NotNullWhen(true)] out CertificateAuthority? authority, [NotNullWhen(false)] out string? problem)
    {
        authority = null;
        try
        {
            var root = X509Certificate2.CreateFromPemFile(CertificatePath, KeyPath);
            problem = Unfit(root);
            if (problem is null)
                authority = new CertificateAuthority(root);
            else
                root.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            problem = $"The certificate authority in {CertificatePath} and {KeyPath} cannot be read: {e.Message}";
        }
        return authority is not null;
    }

    private string? Unfit(X509Certificate2 root)
    {
        var constraints = root.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        if (constraints is not { CertificateAuthority: true })
            return $"The certificate in {CertificatePath} is not a certificate authority's.";
        using var key = root.GetECDsaPrivateKey();
        return key is null ? $"The key in {KeyPath} is not an ECDSA key." : null;
    }

    private static void Replace(string path, string pem, UnixFileMode mode)
    {
        var fresh = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        try
        {
            using (var stream = new FileStream(fresh, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(pem + "\n"));
                stream.Flush(flushToDisk: true);
            }
            File.Move(fresh, path, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }
}
