using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using StrictPost.Engine.Issuance;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;
using MxRecord = StrictPost.Protocol.Smtp.MxRecord;
using TlsaData = StrictPost.Protocol.Dane.TlsaRecord;

namespace StrictPost.Engine.Dns;

/// <summary>
/// Questions to DNS servers. Nothing is cached here; aliases are followed by the server; a truncated answer is asked for
/// again over TCP. Each question asks for DNSSEC records, so that a validating server tells by the AD bit whether the answer
/// is proven (RFC 4035 §3.2.1). Safe for use by several callers at once.
/// </summary>
public sealed class DnsLookups
{
    private readonly LookupClient _client;
    private readonly DnsSettings _settings;
    private readonly TimeProvider _time;
    private readonly CancellationToken _end;

    /// <summary>Asks one server, or with null those that the operating system is set up for.</summary>
    public DnsLookups(IPEndPoint? server, TimeProvider time)
        : this(server, new DnsSettings(), time)
    {
    }

    /// <summary>Asks one server, or with null those that the operating system is set up for.</summary>
    public DnsLookups(IPEndPoint? server, DnsSettings settings, TimeProvider time)
        : this(Client(server, settings), settings, time, CancellationToken.None)
    {
    }

    private DnsLookups(LookupClient client, DnsSettings settings, TimeProvider time, CancellationToken end) =>
        (_client, _settings, _time, _end) = (client, settings, time, end);

    /// <summary>The same, and whatever is not answered by this end has timed out.</summary>
    internal DnsLookups Until(CancellationToken end) => new(_client, _settings, _time, end);

    /// <summary>Asks another server, with other patience, until the same end.</summary>
    internal DnsLookups At(IPEndPoint server, DnsSettings settings) => new(Client(server, settings), settings, _time, _end);

    /// <summary>The MX records of a domain, in no order.</summary>
    public async Task<Lookup<MxRecord>> MxAsync(DomainName name, CancellationToken cancellationToken) =>
        (await MxAnswerAsync(name, cancellationToken)).Lookup;

    /// <summary>The TXT records of a name.</summary>
    public async Task<Lookup<TextData>> TextAsync(DomainName name, CancellationToken cancellationToken) =>
        (await TextAnswerAsync(name, cancellationToken)).Lookup;

    /// <summary>The IPv4 addresses of a host, as text.</summary>
    public async Task<Lookup<string>> Ipv4Async(DomainName name, CancellationToken cancellationToken) =>
        (await AskAsync<string, ARecord>(name, QueryType.A, record => record.Address.ToString(), cancellationToken)).Lookup;

    /// <summary>The IPv6 addresses of a host, as text.</summary>
    public async Task<Lookup<string>> Ipv6Async(DomainName name, CancellationToken cancellationToken) =>
        (await AskAsync<string, AaaaRecord>(name, QueryType.AAAA, record => record.Address.ToString(), cancellationToken)).Lookup;

    /// <summary>The TLSA records of a name such as <c>_25._tcp.</c> in front of a host (RFC 7672 §2.2.3).</summary>
    public async Task<Lookup<TlsaData>> TlsaAsync(DomainName name, CancellationToken cancellationToken) =>
        (await AskAsync<TlsaData, TlsaRecord>(name, QueryType.TLSA, Read, cancellationToken)).Lookup;

    /// <summary>The CAA records of a name itself, not of those above it (RFC 8659 §4.1).</summary>
    internal async Task<Lookup<CaaData>> CaaAsync(DomainName name, CancellationToken cancellationToken) =>
        (await AskAsync<CaaData, CaaRecord>(name, QueryType.CAA, record => new(record.Flags, record.Tag, record.Value), cancellationToken)).Lookup;

    /// <summary>The names of a zone's servers, without trailing dot; of a name that is no zone, the zone that it is in.</summary>
    internal Task<DnsAnswer<string>> NameServersAsync(DomainName zone, CancellationToken cancellationToken) =>
        AskAsync<string, NsRecord>(zone, QueryType.NS, record => DnsAnswer.NameOf(record.NSDName), cancellationToken);

    /// <summary>The MX records of a domain, and whether the server speaks for the zone.</summary>
    internal Task<DnsAnswer<MxRecord>> MxAnswerAsync(DomainName name, CancellationToken cancellationToken) =>
        AskAsync<MxRecord, DnsClient.Protocol.MxRecord>(
            name, QueryType.MX, record => new(record.Preference, record.Exchange.Value), cancellationToken);

    /// <summary>The TXT records of a name, and whether the server speaks for the zone.</summary>
    internal Task<DnsAnswer<TextData>> TextAnswerAsync(DomainName name, CancellationToken cancellationToken) =>
        AskAsync<TextData, TxtRecord>(name, QueryType.TXT, record => new TextData([.. record.Text]), cancellationToken);

    private static TlsaData Read(TlsaRecord record) => new(
        (byte)record.CertificateUsage, (byte)record.Selector, (byte)record.MatchingType, record.CertificateAssociationData.ToArray());

    private async Task<DnsAnswer<TValue>> AskAsync<TValue, TRecord>(
        DomainName name, QueryType type, Func<TRecord, TValue> read, CancellationToken cancellationToken)
        where TRecord : DnsResourceRecord
    {
        long start = _time.GetTimestamp();
        var question = new Lookup<TValue> { Name = name.Ascii, Type = type.ToString(), End = LookupEnd.TimedOut };
        using var deadline = new CancellationTokenSource(_settings.Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _end, cancellationToken);
        DnsAnswer<TValue> answer;
        try
        {
            // The library looks at the token between its tries only, and not at all over TCP; the deadline is for the whole.
            var message = await _client.QueryAsync($"{name.Ascii}.", type, QueryClass.IN, either.Token).WaitAsync(either.Token);
            answer = DnsAnswer.Of(question, message, read);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            answer = new DnsAnswer<TValue>(question, IsAuthoritative: false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever the library throws comes from what a server sent: over TCP its parser's own exceptions get out.
            cancellationToken.ThrowIfCancellationRequested();
            answer = new DnsAnswer<TValue>(question with { End = End(fault), Detail = Detail(fault) }, IsAuthoritative: false);
        }

        return answer with { Lookup = answer.Lookup with { Took = _time.GetElapsedTime(start) } };
    }

    private static LookupClient Client(IPEndPoint? server, DnsSettings settings)
    {
        var options = server is null ? new LookupClientOptions() : new LookupClientOptions(server) { AutoResolveNameServers = false };
        options.UseCache = false;
        options.ThrowDnsErrors = false;
        options.ContinueOnEmptyResponse = false;
        options.RequestDnsSecRecords = true;
        options.Recursion = settings.Recursion;
        options.Timeout = settings.OneTry;
        options.Retries = settings.Retries;
        return new LookupClient(options);
    }

    private static LookupEnd End(Exception fault) => fault switch
    {
        DnsResponseException { Code: DnsResponseCode.ConnectionTimeout } => LookupEnd.TimedOut,
        DnsResponseException { InnerException: SocketException or IOException } or SocketException or IOException => LookupEnd.Unreachable,
        _ => LookupEnd.Malformed,
    };

    private static string? Detail(Exception fault) => fault switch
    {
        DnsResponseException { Code: DnsResponseCode.ConnectionTimeout } => null,
        DnsResponseException { InnerException: SocketException socket } => socket.Message,
        DnsResponseException response => response.DnsError,
        SocketException or IOException => fault.Message,
        _ => "it cannot be read",
    };
}
