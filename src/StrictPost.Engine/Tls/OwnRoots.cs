using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Tls;

/// <summary>Trust in authorities that the operating system need not know.</summary>
internal static class OwnRoots
{
    /// <summary>Only what the system says of the authority is looked at again; the name has to be right.</summary>
    public static bool Trust(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection roots)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None || certificate is not X509Certificate2 leaf)
            return false;
        using var ours = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true,
            },
        };
        ours.ChainPolicy.CustomTrustStore.AddRange(roots);
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            ours.ChainPolicy.ExtraStore.Add(element.Certificate);
        return ours.Build(leaf);
    }
}
