using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Storage;

namespace StrictPost.Serving;

/// <summary>Where the certificates come from: authorities, else the folder that is configured, else a development CA in the data folder.</summary>
internal sealed class ServeCertificates : IDisposable
{
    private readonly DevelopmentCertificates? _development;

    private ServeCertificates(ICertificateSource source, DevelopmentCertificates? development, string? root) =>
        (Source, _development, DevelopmentRoot) = (source, development, root);

    public ICertificateSource Source { get; }

    /// <summary>The file that clients must trust; null when the certificates are real ones.</summary>
    public string? DevelopmentRoot { get; }

    /// <param name="settings">The settings.</param>
    /// <param name="issuance">What comes from authorities; null where none is configured. The caller disposes of it.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Refusal">The folder is not there, or the development CA is no good.</exception>
    public static ServeCertificates Open(Settings settings, ServeIssuance? issuance, TimeProvider time)
    {
        if (issuance is not null)
            return new ServeCertificates(issuance.Certificates, null, null);
        if (settings.CertificatesPath is { } folder)
        {
            return Directory.Exists(folder)
                ? new ServeCertificates(new CertificateFolder(folder), null, null)
                : throw new Refusal($"There is no folder {folder} for certificates.", "Make it, or name another one with `--certificates`.");
        }

        DataFolder.Prepare(settings.Data);
        var (development, problem) = DevelopmentCertificates.Open(settings.Data, time.GetUtcNow());
        return development is null
            ? throw new Refusal(problem!, "Remove both files for a new one; clients must then trust its root anew.")
            : new ServeCertificates(development, development, DevelopmentCertificates.RootPath(settings.Data));
    }

    public void Dispose() => _development?.Dispose();
}
