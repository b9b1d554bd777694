namespace StrictPost.Bench.Domains;

/// <summary>What every server is given: the domains, their certificates, and a folder of its own to work in.</summary>
/// <param name="Domains">In order of their numbers.</param>
/// <param name="CertificateFolder">One `POLICYHOST.pem` each: leaf, intermediate, key.</param>
/// <param name="WorkFolder">Empty, the server's own, removed afterwards.</param>
public sealed record BenchSite(IReadOnlyList<BenchDomain> Domains, string CertificateFolder, string WorkFolder);
