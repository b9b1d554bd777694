using System.Net;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Publishing;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Engine.Publishing;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.EndToEnd.Tests.Changing;

/// <summary>
/// The zone of a domain's owner at two real <c>knotd</c>, of which the second follows the first, with an <c>unbound</c> in front. Either the
/// key may change the zone, or the owner has set three aliases into a zone of ours beside it, which the key may change instead.
/// </summary>
internal sealed class OwnerZone : IAsyncDisposable
{
    public const string Domain = "owner.test";
    public const int RecordTtl = 60;
    public const int MailTtl = 3600;

    /// <summary>The zone of ours.</summary>
    public const string OurZone = "sts.test";

    private readonly bool _isDelegated;
    private readonly int _negativeTtl;
    private readonly TemporaryFolder _folder = new();
    private readonly List<IAsyncDisposable> _servers = [];
    private string _key = "";

    private OwnerZone(bool isDelegated, int negativeTtl) => (_isDelegated, _negativeTtl) = (isDelegated, negativeTtl);

    /// <summary>Port of both servers.</summary>
    public int Port { get; } = PeerPort.Free();

    /// <summary>The resolver.</summary>
    public IPEndPoint Resolver { get; private set; } = null!;

    /// <summary>As <c>tsig-keygen</c> wrote it.</summary>
    public string KeyFile => _folder.At("strictpost.key");

    /// <summary>How the zone is updated.</summary>
    public DnsZoneSettings Settings => new()
    {
        Server = new IPEndPoint(IPAddress.Loopback, Port),
        Key = UpdateKeyFile.Parse(_key).Key!,
        Zones = _isDelegated ? [] : [DomainName.Parse(Domain).Value!],
        DelegationZone = _isDelegated ? DomainName.Parse(OurZone).Value : null,
    };

    /// <summary>Starts all of it.</summary>
    /// <param name="isDelegated">True where the owner has set three aliases.</param>
    /// <param name="negativeTtl">For how long caches keep that there is nothing, in seconds.</param>
    public static async Task<OwnerZone> StartAsync(bool isDelegated = false, int negativeTtl = RecordTtl)
    {
        var zone = new OwnerZone(isDelegated, negativeTtl);
        try
        {
            await zone.BeginAsync();
            return zone;
        }
        catch
        {
            await zone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Edits the zone by hand, as its administrator would, and waits until the second server has it.</summary>
    public async Task EditAsync(params string[] commands)
    {
        var ended = await Started.RunAsync(
            "/usr/bin/nsupdate", _folder.Path, $"server 127.0.0.1 {Port}\nzone {Domain}\n{string.Join('\n', commands)}\nsend\n",
            new Dictionary<string, string>(StringComparer.Ordinal), "-v", "-k", KeyFile);
        Assert.True(ended.ExitCode == 0, ended.Error + ended.Output);
        for (int tries = 0; await SerialAsync("127.0.0.2") != await SerialAsync("127.0.0.1"); tries++)
        {
            Assert.True(tries < 300, "The second server does not follow the first.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The zone's serial at a server: one higher after each update.</summary>
    public async Task<uint> SerialAsync(string server = "127.0.0.1") =>
        uint.Parse((await DigAsync(server, Domain, "SOA"))[0].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What a server says, one record a line.</summary>
    public async Task<string[]> DigAsync(string server, string name, string type) =>
        (await Started.SucceedAsync("/usr/bin/dig", _folder.Path, $"@{server}", "-p", $"{Port}", "+short", "+time=5", name, type))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
            await server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task BeginAsync()
    {
        _key = await Started.SucceedAsync("/usr/sbin/tsig-keygen", _folder.Path, "-a", "hmac-sha256", "strictpost");
        await File.WriteAllTextAsync(KeyFile, _key, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string secret = _key.Split('"')[3];
        string records = $"""
            $ORIGIN {Domain}.
            @ 300 SOA ns1 host 1 3600 600 86400 {_negativeTtl}
            @ 300 NS ns1
            @ 300 NS ns2
            ns1 300 A 127.0.0.1
            ns2 300 A 127.0.0.2
            @ {MailTtl} MX 10 mx1
            mx1 300 A 127.0.0.1
            {(_isDelegated ? Aliases() : "mta-sts 300 A 127.0.0.1")}

            """;
        await File.WriteAllTextAsync(
            Path.Combine(Folder("primary"), $"{OurZone}.zone"),
            $"$ORIGIN {OurZone}.\n@ 300 SOA ns1 host 1 3600 600 86400 {RecordTtl}\n@ 300 NS ns1\nns1 300 A 127.0.0.1\n",
            TestContext.Current.CancellationToken);
        await StartAsync("primary", "127.0.0.1", records, $"""
            key:
              - id: strictpost
                algorithm: hmac-sha256
                secret: {secret}
            remote:
              - id: second
                address: 127.0.0.2@{Port}
            acl:
              - id: update
                key: strictpost
                action: update
              - id: transfer
                address: 127.0.0.0/8
                action: transfer
            """, $"    notify: second\n    acl: [update, transfer]\n  - domain: {OurZone}\n    storage: {Folder("primary")}\n    file: {OurZone}.zone\n    zonefile-sync: -1\n    journal-content: all\n    zonefile-load: difference-no-serial\n    acl: update");
        await StartAsync("secondary", "127.0.0.2", null, $"""
            remote:
              - id: first
                address: 127.0.0.1@{Port}
                via: 127.0.0.2
            acl:
              - id: notify
                address: 127.0.0.0/8
                action: notify
            """, "    master: first\n    acl: notify");
        var resolver = await StubResolver.StartAsync(Folder("resolver"), (Domain, new IPEndPoint(IPAddress.Loopback, Port)), (OurZone, new IPEndPoint(IPAddress.Loopback, Port)));
        _servers.Add(resolver);
        Resolver = resolver.EndPoint;
        await EditAsync("update add ready.owner.test 60 TXT \"yes\"");
    }

    private async Task StartAsync(string name, string address, string? records, string sections, string options)
    {
        string folder = Folder(name);
        if (records is not null)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{Domain}.zone"), records, TestContext.Current.CancellationToken);
        string configuration = Path.Combine(folder, "knot.conf");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            server:
              rundir: {folder}
              listen: {address}@{Port}
              user: {Environment.UserName}
            log:
              - target: stdout
                any: info
            database:
              storage: {folder}
            {sections}
            zone:
              - domain: {Domain}
                storage: {folder}
                file: "{Domain}.zone"
                zonefile-sync: -1
                zonefile-load: {(records is null ? "none" : "difference-no-serial")}
                journal-content: all
            {options}
            """,
            TestContext.Current.CancellationToken);
        _servers.Add(await PeerProcess.StartAsync("server started in the foreground", "/usr/sbin/knotd", folder, "-c", configuration));
    }

    private static string Aliases() =>
        RecordText.Of(RecordSet.OfDelegation(DomainName.Parse(Domain).Value!, null, DomainName.Parse(OurZone).Value!, 300).Value!, RecordFormat.Zone);

    private string Folder(string name) => Directory.CreateDirectory(_folder.At(name)).FullName;
}
