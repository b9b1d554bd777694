using System.Net;
using StrictPost.Engine.Storage;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Demo;

/// <summary>The domains of the demonstration: three that we host, and some whose owners went wrong.</summary>
internal static class SampleDomains
{
    /// <summary>What is enrolled with our own policy host.</summary>
    public static IReadOnlyList<DomainSettings> Hosted { get; } =
    [
        Settings("garden.test", PolicyMode.Testing, "mx1.garden.test", "mx2.garden.test"),
        Settings("harbour.test", PolicyMode.Enforce, "*.mail.harbour.test"),
        Settings("orchard.test", PolicyMode.None),
    ];

    /// <summary>Domains that somebody else hosts, each with one fault.</summary>
    public static IReadOnlyList<LabDomain> Broken { get; } =
    [
        LabDomain.Healthy("brackets.test").WithPolicy("version: STSv1\r\nmode: [testing]\r\nmx: mx.brackets.test\r\nmax_age: 604800\r\n"),
        LabDomain.Healthy("webpage.test").With(new HttpFault.HtmlBody()),
        LabDomain.Healthy("redirect.test").With(new HttpFault.Redirect((int)HttpStatusCode.Moved, "https://www.redirect.test/")),
        LabDomain.Healthy("expired.test").With(TlsFault.Expired),
        LabDomain.Healthy("wrongname.test").With(TlsFault.WrongName),
    ];

    /// <summary>A hosted domain as the lab's DNS shows it to the world.</summary>
    public static LabDomain InDns(EnrolledDomain enrolled) => new(enrolled.Settings.Domain.Ascii)
    {
        Record = new StsRecord(enrolled.PolicyId).Text,
        PolicyHostAddresses = [IPAddress.Loopback],
        Mx = [.. enrolled.Settings.Policy.Mx.Where(mx => !mx.IsWildcard).Select(mx => new LabMx(10, mx.Text))],
    };

    private static DomainSettings Settings(string domain, PolicyMode mode, params string[] mx) =>
        new(Name(domain), new StsPolicy
        {
            Mode = mode,
            MaxAge = DomainSettings.UsualMaxAge,
            Mx = [.. mx.Select(pattern => MxPattern.Parse(pattern).Value!)],
        });

    private static DomainName Name(string domain) => DomainName.Parse(domain).Value!;
}
