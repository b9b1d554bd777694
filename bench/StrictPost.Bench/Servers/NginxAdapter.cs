using System.Text;
using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Servers;

/// <summary>nginx with one server block for each domain, the policy in the configuration: it opens no file for an answer.</summary>
public sealed class NginxAdapter(ServerSpec spec) : IServerAdapter
{
    public async Task<ServerCommand> PrepareAsync(BenchSite site, int port, CancellationToken cancellation)
    {
        var path = Path.Combine(site.WorkFolder, "nginx.conf");
        await File.WriteAllTextAsync(path, Configuration(site, port), cancellation);
        return new ServerCommand(spec.Setting("exe", "nginx"), ["-p", site.WorkFolder, "-c", path], [.. spec.Environment]);
    }

    private string Configuration(BenchSite site, int port)
    {
        var text = new StringBuilder($$"""
            daemon off;
            pid nginx.pid;
            error_log stderr error;
            user {{Environment.UserName}};
            worker_processes {{spec.Setting("workers", "auto")}};
            worker_rlimit_nofile 8192;
            events { worker_connections 4096; }
            http {
              access_log off;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              server_names_hash_max_size 131072; server_names_hash_bucket_size 128;
              keepalive_requests 1000000000; keepalive_timeout 600s;
              ssl_protocols TLSv1.2 TLSv1.3;
              ssl_session_tickets {{spec.Setting("tickets", "on")}};
              server { listen 127.0.0.1:{{port}} ssl default_server; ssl_reject_handshake on; }

            """);
        foreach (var domain in site.Domains)
            text.AppendLine(Server(domain, CertificateFolder.PathOf(site.CertificateFolder, domain.PolicyHost), port));
        return text.AppendLine("}").ToString();
    }

    private static string Server(BenchDomain domain, string pem, int port)
    {
        var policy = Encoding.ASCII.GetString(domain.Policy).Replace("\r\n", "\\r\\n", StringComparison.Ordinal);
        return $$"""
              server {
                listen 127.0.0.1:{{port}} ssl; server_name {{domain.PolicyHost}};
                ssl_certificate "{{pem}}"; ssl_certificate_key "{{pem}}";
                location = /.well-known/mta-sts.txt { default_type text/plain; return 200 "{{policy}}"; }
              }
            """;
    }
}
