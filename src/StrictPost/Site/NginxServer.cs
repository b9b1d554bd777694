using StrictPost.Protocol.MtaSts;

namespace StrictPost.Site;

/// <summary>A server block for nginx, for its <c>http</c> context.</summary>
internal static class NginxServer
{
    public static string Of(SitePlan plan) => $$"""
        # Put this file where nginx includes its sites, and the rest of this folder at the root below.
        server {
            listen 443 ssl;
            listen [::]:443 ssl;
            server_name {{plan.Host}};

            # A certificate for {{plan.Host}} from an authority that everybody trusts.
            ssl_certificate     /etc/letsencrypt/live/{{plan.Host}}/fullchain.pem;
            ssl_certificate_key /etc/letsencrypt/live/{{plan.Host}}/privkey.pem;
            ssl_protocols       TLSv1.2 TLSv1.3;

            root /var/www/{{plan.Host}};

            # Senders want exactly this media type, status 200 and no redirect.
            location = {{StsPolicy.Path}} {
                types { }
                default_type text/plain;
            }

            location = / {
                types { }
                default_type "text/html; charset=utf-8";
                try_files /index.html =404;
            }

            location / {
                return 404;
            }
        }

        """.ReplaceLineEndings("\n");
}
