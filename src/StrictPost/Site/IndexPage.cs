using System.Net;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Site;

/// <summary>The page for people who open the policy host in a browser.</summary>
internal static class IndexPage
{
    public static string Of(SitePlan plan)
    {
        string domain = WebUtility.HtmlEncode(plan.Domain.Unicode);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="robots" content="noindex">
              <title>Mail security of {domain}</title>
              <style>body {"{"} font: 1.1em/1.5 sans-serif; max-width: 38em; margin: 3em auto; padding: 0 1em {"}"}</style>
            </head>
            <body>
              <h1>Mail security of {domain}</h1>
              <p>This address is for mail servers. It tells them how to deliver mail to {domain} over
              verified, encrypted connections (MTA-STS, RFC 8461).</p>
              <p><a href="{StsPolicy.Path}">Read the policy</a></p>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }
}
