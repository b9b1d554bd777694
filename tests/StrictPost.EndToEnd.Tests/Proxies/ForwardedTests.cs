using System.Net;
using CsCheck;
using Microsoft.AspNetCore.Http;
using StrictPost.Server.Proxies;

namespace StrictPost.EndToEnd.Tests.Proxies;

/// <summary>Forwarded and its older relatives: what they say, and whom to believe.</summary>
public sealed class ForwardedTests
{
    private static readonly TrustedProxies Trusted = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:1::/48")]);

    [Theory]
    [InlineData("for=192.0.2.43", "192.0.2.43;;")]
    [InlineData("For=\"[2001:db8:cafe::17]:4711\"", "[2001:db8:cafe::17]:4711;;")]
    [InlineData("for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60;;http")]
    [InlineData("for=192.0.2.43, for=198.51.100.17", "192.0.2.43;;|198.51.100.17;;")]
    [InlineData("for=a;host=\"b \\\"c\\\"\" , ,;proto=https", "a;b \"c\";|;;https")]
    [InlineData(" ", "")]
    [InlineData("ext=1", ";;")]
    [InlineData("for=", null)]
    [InlineData("for=a;for=b", null)]
    [InlineData("for", null)]
    [InlineData("=a", null)]
    [InlineData("for=\"a", null)]
    [InlineData("for=\"a\\", null)]
    [InlineData("for=a b", null)]
    [InlineData("for=[2001:db8::1]", null)]
    public void Header_IsReadAsTheGrammarSays(string header, string? elements)
    {
        var read = ForwardedHeader.Read(header);

        Assert.Equal(elements, read is { } all ? string.Join('|', all.Select(each => $"{each.For};{each.Host};{each.Proto}")) : null);
    }

    [Fact]
    public void Header_AnyText_NeverThrows() =>
        Gen.String[Gen.OneOf(Gen.Char["fort=;,\" \\[]:h1"], Gen.Char), 0, 60].Sample(text => ForwardedHeader.Read(text) is null or { IsDefault: false });

    [Fact]
    public void Header_WrittenFromElements_ReadsAsThem() =>
        Gen.Select(Gen.String[1, 20], Gen.String[1, 20]).Array[1, 10].Sample(pairs =>
        {
            var sane = pairs.Select(pair => (For: Sane(pair.Item1), Host: Sane(pair.Item2))).ToList();
            string header = string.Join(", ", sane.Select(pair => $"for={Quoted(pair.For)};HOST={Quoted(pair.Host)}"));
            Assert.Equal(sane.Select(pair => new ForwardedElement(pair.For, pair.Host, null)), ForwardedHeader.Read(header)!.Value);
        });

    [Theory]
    [InlineData("Forwarded: for=192.0.2.1;host=a;proto=https", "192.0.2.1 a https")]
    [InlineData("Forwarded: for=198.51.100.9;host=spoofed, for=192.0.2.1;host=a", "192.0.2.1 a https")]
    [InlineData("Forwarded: for=192.0.2.1;host=a;proto=http, for=10.0.0.1;host=b", "192.0.2.1 a http")]
    [InlineData("Forwarded: for=192.0.2.1, for=_hidden;host=a", " a https")]
    [InlineData("Forwarded: nonsense", null)]
    [InlineData("X-Forwarded-For: 192.0.2.1", "192.0.2.1  https")]
    [InlineData("X-Forwarded-For: 198.51.100.9, 192.0.2.1, 10.1.1.1\nX-Forwarded-Host: spoofed, a\nX-Forwarded-Proto: https, http", "192.0.2.1 a http")]
    [InlineData("X-Forwarded-For: unknown, 2001:db8:1::7", "2001:db8:1::7  https")]
    [InlineData("X-Forwarded-For: 192.0.2.1:5000", "192.0.2.1  https")]
    [InlineData("Forwarded: for=192.0.2.1;host=a\nX-Forwarded-For: 192.0.2.1", "192.0.2.1 a https")]
    [InlineData("Forwarded: for=192.0.2.66;host=a\nX-Forwarded-For: 192.0.2.1", null)]
    [InlineData("Host: a", "  https")]
    public void Request_FromATrustedProxy_SaysWhoAskedForWhat(string headers, string? expected)
    {
        var dictionary = new HeaderDictionary();
        foreach (string[] header in headers.Split('\n').Select(line => line.Split(": ", 2)))
            dictionary[header[0]] = header[1];

        var request = ForwardedRequest.Read(dictionary, Trusted);

        Assert.Equal(expected, request is null ? null : $"{request.Client} {request.Host} {(request.OverPlainHttp ? "http" : "https")}");
    }

    [Theory]
    [InlineData("10.255.0.1", true)]
    [InlineData("::ffff:10.255.0.1", true)]
    [InlineData("11.0.0.1", false)]
    [InlineData("2001:db8:1:2::3", true)]
    [InlineData("2001:db8:2::3", false)]
    public void Trust_IsForNetworks(string address, bool trusted) => Assert.Equal(trusted, Trusted.Hold(IPAddress.Parse(address)));

    private static string Sane(string text) => string.Concat("x" + string.Concat(text.Where(c => c is >= ' ' and not '\x7F')));

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
