using System.Security.Cryptography.X509Certificates;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A root and an intermediate authority with RSA keys, made by the real <c>openssl</c>, as public authorities are built.</summary>
internal sealed class OpenSslAuthority
{
    private const string Root = "rsa-root";
    private const string Intermediate = "rsa-intermediate";
    private const string Authority = "basicConstraints=critical,CA:TRUE";
    private const string SignsCertificates = "keyUsage=critical,keyCertSign";

    private readonly string _folder;

    private OpenSslAuthority(string folder) => _folder = folder;

    public string RootPem => File.ReadAllText(CertificateFile(Root));

    public static async Task<OpenSslAuthority> CreateAsync(string folder)
    {
        var authority = new OpenSslAuthority(folder);
        await File.WriteAllTextAsync(authority.At("openssl.cnf"), "[req]\ndistinguished_name = empty\n[empty]\n");
        await authority.MakeAsync(Root, issuer: null, "/CN=Peers' RSA Root", Authority, SignsCertificates);
        await authority.MakeAsync(Intermediate, Root, "/CN=Peers' RSA Intermediate", $"{Authority},pathlen:0", SignsCertificates);
        return authority;
    }

    /// <summary>A certificate for a host, signed by the intermediate.</summary>
    public async Task<PeerCertificate> IssueAsync(string host, bool sendIssuer)
    {
        await MakeAsync(
            host, Intermediate, $"/CN={host}", "basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature",
            "extendedKeyUsage=serverAuth", $"subjectAltName=DNS:{host}");
        string file = At($"{host}.pem");
        await File.WriteAllLinesAsync(
            file,
            [
                await File.ReadAllTextAsync(At($"{host}.key")),
                await File.ReadAllTextAsync(CertificateFile(host)),
                sendIssuer ? await File.ReadAllTextAsync(CertificateFile(Intermediate)) : "",
            ]);
        return new PeerCertificate(file, Load(host), Load(Intermediate));
    }

    private Task<string> MakeAsync(string name, string? issuer, string subject, params string[] extensions) => Started.SucceedAsync(
        "/usr/bin/openssl", _folder,
        [
            "req", "-x509", "-config", "openssl.cnf", "-newkey", "rsa:2048", "-nodes", "-days", "90", "-subj", subject,
            "-keyout", $"{name}.key", "-out", CertificateFile(name),
            .. issuer is null ? Array.Empty<string>() : ["-CA", CertificateFile(issuer), "-CAkey", $"{issuer}.key"],
            .. extensions.SelectMany(extension => new[] { "-addext", extension }),
        ]);

    private X509Certificate2 Load(string name) => X509CertificateLoader.LoadCertificateFromFile(CertificateFile(name));

    private string CertificateFile(string name) => At($"{name}.crt");

    private string At(string name) => Path.Combine(_folder, name);
}
