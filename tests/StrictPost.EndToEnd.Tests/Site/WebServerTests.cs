using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Site;

/// <summary>The configuration that <c>new</c> writes for web servers, judged by those servers.</summary>
public sealed class WebServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nginx_Configuration_PassesItsTest()
    {
        await using var place = await Workplace.OpenAsync();
        Assert.Equal(0, (await place.StrictPostAsync("new", "example.org", "--mx", "mx.example.org", "--target", "nginx", "--output", "site")).ExitCode);
        await Started.SucceedAsync(
            "openssl", place.Folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=mta-sts.example.org", "-keyout", place.PathOf("privkey.pem"), "-out", place.PathOf("fullchain.pem"));
        string server = (await File.ReadAllTextAsync(place.PathOf("site/nginx.conf"), Cancellation))
            .Replace("/etc/letsencrypt/live/mta-sts.example.org", place.Folder, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            place.PathOf("whole.conf"), $"pid {place.PathOf("nginx.pid")};\nerror_log stderr;\nevents {{ }}\nhttp {{\naccess_log off;\n{server}\n}}\n", Cancellation);

        await Started.SucceedAsync("/usr/sbin/nginx", place.Folder, "-t", "-p", place.Folder, "-c", place.PathOf("whole.conf"));
    }

    [Fact]
    public async Task Caddy_Configuration_PassesItsValidation()
    {
        await using var place = await Workplace.OpenAsync();
        Assert.Equal(0, (await place.StrictPostAsync("new", "example.org", "--mx", "mx.example.org", "--target", "caddy", "--output", "site")).ExitCode);
        var home = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = place.Folder, ["XDG_DATA_HOME"] = place.Folder, ["XDG_CONFIG_HOME"] = place.Folder };

        var ended = await Started.RunAsync("/usr/bin/caddy", place.Folder, input: "", home, "validate", "--adapter", "caddyfile", "--config", "site/Caddyfile");

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.DoesNotContain("not formatted", ended.Error, StringComparison.Ordinal);
    }
}
