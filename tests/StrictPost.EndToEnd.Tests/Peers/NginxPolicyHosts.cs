using System.Text;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A real <c>nginx</c> with the policy hosts of the world, each at addresses of its own.</summary>
internal sealed class NginxPolicyHosts : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private NginxPolicyHosts(PeerProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Its log of requests: host, request line, user agent in quotes.</summary>
    public IEnumerable<string> Requests => _process.Log.Where(line => line.StartsWith("request ", StringComparison.Ordinal));

    public static async Task<NginxPolicyHosts> StartAsync(string folder, IEnumerable<PeerDomain> domains, PeerCertificates certificates)
    {
        int port = PeerPort.Free();
        var servers = new StringBuilder();
        foreach (var domain in domains.Where(domain => domain.PolicyHost.Listens))
        {
            string root = Path.Combine(folder, domain.Name);
            Directory.CreateDirectory(Path.Combine(root, ".well-known"));
            await File.WriteAllTextAsync(Path.Combine(root, ".well-known/mta-sts.txt"), domain.Body);
            string certificate = (await certificates.ForAsync(domain.PolicyHostName, domain.PolicyHost.Certificate, domain.PolicyHost.SendsIssuer)).File;
            servers.Append(Server(domain, domain.PolicyHostAddress(0), port, root, certificate, domain.PolicyHost.WellKnown));
            if (domain.PolicyHost.WellKnownElsewhere is { } elsewhere)
                servers.Append(Server(domain, domain.PolicyHostAddress(1), port, root, certificate, elsewhere));
        }

        string configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(folder, servers));
        return new NginxPolicyHosts(await PeerProcess.StartAsync("start worker process ", "/usr/sbin/nginx", folder, "-p", folder, "-c", configuration), port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Server(PeerDomain domain, string address, int port, string root, string certificate, string wellKnown) => $$"""
        server {
          listen {{address}}:{{port}} {{domain.PolicyHost.Listen}};
          server_name {{domain.PolicyHostName}};
          ssl_certificate {{certificate}};
          ssl_certificate_key {{certificate}};
          root {{root}};
          {{domain.PolicyHost.Server}}
          location = /.well-known/mta-sts.txt { {{wellKnown}} }
          location = /elsewhere.txt { alias {{root}}/.well-known/mta-sts.txt; }
        }

        """;

    private static string Configuration(string folder, StringBuilder servers) => $$"""
        daemon off;
        pid {{folder}}/nginx.pid;
        error_log stderr notice;
        user {{Environment.UserName}};
        worker_processes 1;
        events { }
        http {
          log_format request 'request $host "$request" $status "$http_user_agent"';
          access_log /dev/stdout request;
          client_body_temp_path {{folder}}/client;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
        {{servers}}
        }
        """;
}
