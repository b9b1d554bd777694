using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using StrictPost.Lab.Net;
using StrictPost.Lab.Tls;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Smtp;

/// <summary>
/// All mail hosts of the lab on one port. Most share 127.0.0.1 (and ::1), where the name in the handshake tells them
/// apart. Those that misbehave before a handshake get an address of their own in 127.1.0.0/16, when it is first asked
/// for.
/// </summary>
internal sealed class MailHostServer : IDisposable
{
    /// <summary>No session lasts longer, whatever faults it has.</summary>
    private static readonly TimeSpan LongestSession = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Lazy<IPAddress?>> _own = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<IPAddress, string> _names = new();
    private readonly ConcurrentBag<Socket> _listening = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly LoopbackListeners _listeners;
    private readonly Func<LabWorld> _world;
    private readonly LabCertificates _certificates;
    private readonly TimeProvider _time;
    private int _lastOwn;

    /// <summary>Starts answering.</summary>
    /// <param name="world">Gives the world as it is at the moment of each connection.</param>
    /// <param name="certificates">What the hosts show.</param>
    /// <param name="time">Paces what is late.</param>
    public MailHostServer(Func<LabWorld> world, LabCertificates certificates, TimeProvider time)
    {
        (_world, _certificates, _time) = (world, certificates, time);
        _listeners = LoopbackListeners.Claim();
        foreach (var socket in _listeners.All())
            Listen(socket);
    }

    public int Port => _listeners.Port;

    public Journal<SmtpSession> Sessions { get; } = new(RunningLab.JournalCapacity);

    /// <summary>Where a host is to be found that does not say so itself; nowhere, when the machine lacks such addresses.</summary>
    public ImmutableArray<IPAddress> AddressesOf(LabMailHost host)
    {
        if (host.SmtpFaults.IsEmpty)
            return _world().Ipv6 && _listeners.Ipv6 is not null ? [LabAddresses.First, IPAddress.IPv6Loopback] : [LabAddresses.First];
        return _own.GetOrAdd(host.Name, name => new(() => TakeAddress(name))).Value is { } own ? [own] : [];
    }

    public void Dispose()
    {
        _stopping.Cancel();
        foreach (var socket in _listening)
            socket.Dispose();
        _listeners.Dispose();
    }

    private IPAddress? TakeAddress(string name)
    {
        while (Interlocked.Increment(ref _lastOwn) is var number && number < ushort.MaxValue)
        {
            var address = new IPAddress([127, 1, (byte)(number >> 8), (byte)number]);
            if (LoopbackListeners.TryBind(address, Port) is not { } socket)
            {
                if (!OperatingSystem.IsLinux())
                    return null;
                continue; // somebody else has it
            }

            _names[address] = name;
            _listening.Add(socket);
            Listen(socket);
            return address;
        }

        return null;
    }

    private void Listen(Socket socket)
    {
        socket.Listen();
        _ = AcceptAsync(socket);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptAsync(_stopping.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var deadline = new CancellationTokenSource(LongestSession, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        socket.NoDelay = true;
        var world = _world();
        var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
        var conversation = new SmtpConversation(address, HostAt(address, world), () => First(world), name => world.MailHosts.GetValueOrDefault(name), _certificates, _time);
        try
        {
            await using var late = world.Latency.Smtp > TimeSpan.Zero ? new DelayedStream(stream, world.Latency.Smtp, _time, end.Token) : null;
            await conversation.RunAsync(late ?? (Stream)stream, end.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            // The client is gone, or a fault was to end it.
        }
        finally
        {
            Sessions.Add(conversation.Journal);
        }
    }

    private LabMailHost? HostAt(IPAddress address, LabWorld world) =>
        _names.TryGetValue(address, out string? name) ? world.MailHosts.GetValueOrDefault(name) : null;

    /// <summary>A client without a name gets the host that stands first, so that it is the same each time.</summary>
    private static LabMailHost? First(LabWorld world) => world.MailHosts.Values.MinBy(host => host.Name, StringComparer.Ordinal);
}
