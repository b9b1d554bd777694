using StrictPost.Protocol.MtaSts;

namespace StrictPost.Site;

/// <summary>A site for Caddy, which gets the certificate by itself.</summary>
internal static class CaddySite
{
    public static string Of(SitePlan plan) => $$"""
        # Add this to your Caddyfile, and put the rest of this folder at the root below.
        {{plan.Host}} {
        	root * /var/www/{{plan.Host}}

        	# Senders want exactly this media type, status 200 and no redirect.
        	handle {{StsPolicy.Path}} {
        		header Content-Type text/plain
        		file_server
        	}

        	handle / {
        		file_server
        	}

        	handle {
        		respond 404
        	}
        }

        """.ReplaceLineEndings("\n");
}
