using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StrictPost.Engine.Tests.Dns;

/// <summary>A record of an answer, its data as it goes over the wire.</summary>
internal sealed record WireRecord(string Name, ushort Type, byte[] Data, uint TimeToLive = 60)
{
    public static WireRecord Alias(string name, string target) => new(name, 5, Wire.Name(target));

    public static WireRecord NameServer(string zone, string server) => new(zone, 2, Wire.Name(server));

    public static WireRecord MailHost(string domain, string host) => new(domain, 15, [0, 10, .. Wire.Name(host)]);

    public static WireRecord Address(string name, string address) => new(name, 1, IPAddress.Parse(address).GetAddressBytes());

    public static WireRecord StartOfAuthority(string zone, byte minimum = 0) =>
        new(zone, 6, [.. Wire.Name("ns"), .. Wire.Name("host"), .. new byte[19], minimum]);

    public static WireRecord Text(string name, string text) => new(name, 16, [(byte)text.Length, .. Encoding.Latin1.GetBytes(text)]);
}

/// <summary>What a server answers to one question.</summary>
/// <param name="Code">RCODE.</param>
/// <param name="Records">The answer section.</param>
internal sealed record WireAnswer(byte Code, params WireRecord[] Records)
{
    public bool IsAuthoritative { get; init; }

    /// <summary>The authority section.</summary>
    public WireRecord[] Authority { get; init; } = [];
}

/// <summary>How names go over the wire, without compression.</summary>
internal static class Wire
{
    public static byte[] Name(string name) =>
        [.. name.TrimEnd('.').Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => Encoding.Latin1.GetBytes(label).Prepend((byte)label.Length)), 0];
}

/// <summary>A DNS server on loopback, over UDP and TCP, that answers whatever a test wants, sensible or not.</summary>
internal sealed class ScriptedDns : IAsyncDisposable
{
    private readonly UdpClient _socket;
    private readonly TcpListener _listener;
    private readonly Func<string, ushort, WireAnswer?> _answer;
    private readonly Task _answering;

    public ScriptedDns(IPEndPoint at, Func<string, ushort, WireAnswer?> answer)
    {
        (_socket, _listener) = Bind(at);
        _answer = answer;
        _answering = Task.WhenAll(AnswerAsync(), AcceptAsync());
    }

    public ScriptedDns(Func<string, ushort, WireAnswer?> answer)
        : this(new IPEndPoint(IPAddress.Loopback, 0), answer)
    {
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.Client.LocalEndPoint!;

    /// <summary>Whether any question wanted recursion.</summary>
    public bool WasAskedToRecurse { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _listener.Dispose();
        await _answering;
    }

    /// <summary>TCP first: of its ports many more are taken, so the same one is then free for UDP nearly always.</summary>
    private static (UdpClient Socket, TcpListener Listener) Bind(IPEndPoint at)
    {
        for (int attempt = 1; ; attempt++)
        {
            var listener = new TcpListener(at);
            try
            {
                listener.Start();
                return (new UdpClient((IPEndPoint)listener.LocalEndpoint), listener);
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse && at.Port == 0 && attempt < 20)
            {
                listener.Dispose();
            }
        }
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var query = await _socket.ReceiveAsync();
                if (Answer(query.Buffer) is { } answer)
                    await _socket.SendAsync(answer, query.RemoteEndPoint);
            }
        }
        catch (Exception closed) when (closed is SocketException or InvalidOperationException)
        {
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                byte[] length = new byte[2];
                await stream.ReadExactlyAsync(length);
                byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query);
                if (Answer(query) is { } answer)
                    await stream.WriteAsync((byte[])[.. Number(answer.Length), .. answer]);
            }
        }
        catch (Exception closed) when (closed is SocketException or InvalidOperationException or IOException)
        {
        }
    }

    private byte[]? Answer(byte[] query)
    {
        WasAskedToRecurse |= (query[2] & 1) != 0;
        (string name, ushort type, int end) = Question(query);
        return _answer(name, type) is { } answer ? Message(query.AsSpan(0, end), answer) : null;
    }

    private static (string Name, ushort Type, int End) Question(byte[] query)
    {
        var labels = new List<string>();
        int at = 12;
        for (; query[at] != 0; at += query[at] + 1)
            labels.Add(Encoding.Latin1.GetString(query, at + 1, query[at]));
        return (string.Join('.', labels), BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(at + 1)), at + 5);
    }

    private static byte[] Message(ReadOnlySpan<byte> query, WireAnswer answer)
    {
        var message = new List<byte>();
        message.AddRange(query[..2]);
        message.AddRange([(byte)(answer.IsAuthoritative ? 0x84 : 0x80), (byte)(0x80 | answer.Code), 0, 1]);
        message.AddRange(Number(answer.Records.Length));
        message.AddRange([.. Number(answer.Authority.Length), 0, 0]);
        message.AddRange(query[12..]);
        foreach (var record in answer.Records.Concat(answer.Authority))
            message.AddRange([.. Wire.Name(record.Name), .. Number(record.Type), 0, 1, 0, 0, .. Number((int)record.TimeToLive), .. Number(record.Data.Length), .. record.Data]);
        return [.. message];
    }

    private static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];
}
