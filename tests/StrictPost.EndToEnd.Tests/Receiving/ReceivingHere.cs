using System.Net;
using Microsoft.Data.Sqlite;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.EndToEnd.Tests.Serving;
using StrictPost.Protocol.Text;
using StrictPost.Server.Hosting;
using StrictPost.Server.Receiving;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>A server that receives reports inside the test's own process.</summary>
internal sealed class ReceivingHere : IAsyncDisposable
{
    public const string MailHost = "reports.example.net";

    private ReportInbox? _inbox;
    private Database? _database;

    private ReceivingHere()
    {
    }

    public ServerHere Server { get; private set; } = null!;

    public int Smtp => Server.PortOf(ListenerRole.Smtp);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a server of example.org and münchen.example.</summary>
    /// <param name="change">What is unusual about how it receives.</param>
    /// <param name="time">The server's clock; null for the real one.</param>
    public static async Task<ReceivingHere> StartAsync(Func<ReceivingPlan, ReceivingPlan>? change = null, TimeProvider? time = null)
    {
        var here = new ReceivingHere();
        here.Server = await ServerHere.StartAsync(["example.org", "xn--mnchen-3ya.example"], plan => here.Plan(plan, change), time);
        return here;
    }

    /// <summary>What came in, in the order in which it was accepted.</summary>
    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync()
    {
        var store = new ReportRawStore(_database!);
        var all = new List<Delivery>();
        while (await store.FindAsync(all.Count + 1, Cancellation) is { } found)
            all.Add(found.Delivery);
        return all;
    }

    /// <summary>The path of a domain's report address.</summary>
    public async Task<string> PathAsync(string domain)
    {
        Assert.True(DomainName.TryParse(domain, out var name));
        return ReportAddresses.Path + await new ReportAddresses(_database!).TokenAsync(name, Cancellation);
    }

    /// <summary>Changes the store behind the server's back.</summary>
    public async Task BreakAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Server.Folder, "data", "strictpost.db")};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_inbox is not null)
            await _inbox.DisposeAsync();
        await Server.DisposeAsync();
    }

    private ServerPlan Plan(ServerPlan plan, Func<ReceivingPlan, ReceivingPlan>? change)
    {
        _database = plan.Data.Database;
        _inbox = new ReportInbox(_database, accepted: null);
        var receiving = new ReceivingPlan(_inbox) { MailHost = MailHost, Recipients = ["tls@other.example", "reports@example.org"], MessagesPerMinute = 0, PostsPerMinute = 0 };
        return plan with
        {
            ConnectionsPerNetwork = 0,
            Receiving = change?.Invoke(receiving) ?? receiving,
            Listeners = [.. plan.Listeners, new ListenerPlan(ListenerRole.Smtp, [IPAddress.Loopback], Port: 0)],
        };
    }
}
