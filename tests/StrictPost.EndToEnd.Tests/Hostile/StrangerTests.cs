using System.Text;
using StrictPost.EndToEnd.Tests.Serving;
using StrictPost.EndToEnd.Tests.Tls;
using StrictPost.Server.Hosting;

namespace StrictPost.EndToEnd.Tests.Hostile;

/// <summary>Names that nobody enrolled: they cost next to nothing, and load nothing.</summary>
public sealed class StrangerTests
{
    /// <summary>As long as every name that is tried.</summary>
    private const string Template = "x0000000.mta-sts.example.org";

    private const int Names = 20_000;
    private const int AtATime = 32;

    private static readonly byte[] UnrecognizedName = [21, 3, 3, 0, 2, 2, 112];

    [Fact]
    public async Task Names_ManyUnderAnEnrolledSuffix_AreRefusedAndLoadNothing()
    {
        await using var server = await ServerHere.StartAsync(["example.org"], plan => plan with { ConnectionsPerNetwork = 0 });
        byte[] hello = await CapturedHello.ForAsync(Template, "h2");
        int place = hello.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Template));

        await Parallel.ForAsync(0, Names, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (i, _) =>
        {
            byte[] mine = [.. hello];
            Encoding.ASCII.GetBytes($"x{i:D7}").CopyTo(mine, place);
            using var client = await RawClient.ConnectAsync(server.Https);
            await client.SendAsync(mine);
            Assert.Equal(UnrecognizedName, await client.UntilEndAsync());
        });

        Assert.Empty(server.Certificates.Loads);
        await using (await server.ConnectAsync("example.org"))
            Assert.Equal(["mta-sts.example.org"], server.Certificates.Loads, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("mta-sts.example.org.")]
    [InlineData("mta-sts.example.org\0.evil.example")]
    [InlineData("*.example.org")]
    [InlineData("../../etc/passwd")]
    [InlineData("mta-sts.example.org/")]
    [InlineData("127.0.0.1")]
    public async Task Name_MadeToConfuse_IsRefused(string name)
    {
        await using var server = await ServerHere.StartAsync(["example.org"]);
        string filler = new('x', name.Length);
        byte[] hello = await CapturedHello.ForAsync(filler, "h2");
        Encoding.ASCII.GetBytes(name).CopyTo(hello, hello.AsSpan().IndexOf(Encoding.ASCII.GetBytes(filler)));
        using var client = await RawClient.ConnectAsync(server.Https);

        await client.SendAsync(hello);

        Assert.Equal(UnrecognizedName, await client.UntilEndAsync());
        Assert.Empty(server.Certificates.Loads);
    }

    [Fact]
    public async Task Hosts_Unknown_GetNoRedirectOverPlainHttp()
    {
        await using var server = await ServerHere.StartAsync(["example.org"]);

        var ended = await server.RunAsync(
            "curl", "-sS", "-o", "-", "-w", "|%{http_code}|%{redirect_url}", "-H", "Host: evil.example", $"http://127.0.0.1:{server.PortOf(ListenerRole.Http)}/");

        Assert.EndsWith("|404|", ended.Output, StringComparison.Ordinal);
    }
}
