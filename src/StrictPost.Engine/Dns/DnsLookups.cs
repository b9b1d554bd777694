using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using StrictPost.Protocol.Text;
using MxRecord = StrictPost.Protocol.Smtp.MxRecord;

namespace StrictPost.Engine.Dns;

/// <summary>
/// Questions to recursive DNS servers. Nothing is cached here; aliases are followed by the server; a truncated answer is
/// asked for again over TCP. Safe for use by several callers at once.
/// </summary>
public sealed class DnsLookups
{
    /// <summary>How long one question may take, all tries together.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(3);

    private readonly LookupClient _client;
    private readonly TimeProvider _time;

    /// <summary>Asks one server, or with null those that the operating system is set up for.</summary>
    public DnsLookups(IPEndPoint? server, TimeProvider time)
    {
        _time = time;
        var options = server is null ? new LookupClientOptions() : new LookupClientOptions(server) { AutoResolveNameServers = false };
        options.UseCache = false;
        options.ThrowDnsErrors = false;
        options.ContinueOnEmptyResponse = false;
        options.Timeout = OneTry;
        options.Retries = 2;
        _client = new LookupClient(options);
    }

    /// <summary>The MX records of a domain, in no order.</summary>
    public Task<DnsOutcome<MxRecord>> MxAsync(DomainName name, CancellationToken cancellationToken) =>
        AskAsync<MxRecord, DnsClient.Protocol.MxRecord>(
            name, QueryType.MX, record => new(record.Preference, record.Exchange.Original), cancellationToken);

    /// <summary>The TXT records of a name, each with its character-strings joined without a blank (RFC 8461 §3.1).</summary>
    public Task<DnsOutcome<string>> TextAsync(DomainName name, CancellationToken cancellationToken) =>
        AskAsync<string, TxtRecord>(name, QueryType.TXT, record => string.Concat(record.Text), cancellationToken);

    /// <summary>The IPv4 addresses of a host.</summary>
    public Task<DnsOutcome<IPAddress>> Ipv4Async(DomainName name, CancellationToken cancellationToken) =>
        AskAsync<IPAddress, ARecord>(name, QueryType.A, record => record.Address, cancellationToken);

    /// <summary>The IPv6 addresses of a host.</summary>
    public Task<DnsOutcome<IPAddress>> Ipv6Async(DomainName name, CancellationToken cancellationToken) =>
        AskAsync<IPAddress, AaaaRecord>(name, QueryType.AAAA, record => record.Address, cancellationToken);

    /// <summary>Where an alias leads, one step on, without trailing dot.</summary>
    public Task<DnsOutcome<string>> AliasAsync(DomainName name, CancellationToken cancellationToken) =>
        AskAsync<string, CNameRecord>(name, QueryType.CNAME, record => record.CanonicalName.Value.TrimEnd('.'), cancellationToken);

    private async Task<DnsOutcome<TValue>> AskAsync<TValue, TRecord>(
        DomainName name, QueryType type, Func<TRecord, TValue> read, CancellationToken cancellationToken)
        where TRecord : DnsResourceRecord
    {
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var response = await _client.QueryAsync($"{name.Ascii}.", type, QueryClass.IN, either.Token);
            return Judge(response, read);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DnsOutcome<TValue>.TimedOut();
        }
        catch (DnsResponseException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Judge<TValue>(fault);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return new DnsOutcome<TValue>.Unreachable(fault.Message);
        }
    }

    private static DnsOutcome<TValue> Judge<TValue, TRecord>(IDnsQueryResponse response, Func<TRecord, TValue> read)
        where TRecord : DnsResourceRecord
    {
        var code = response.Header.ResponseCode;
        if (code == DnsHeaderResponseCode.NotExistentDomain)
            return new DnsOutcome<TValue>.NoSuchName();
        if (code != DnsHeaderResponseCode.NoError)
            return new DnsOutcome<TValue>.ServerFailure(Mnemonic(code));

        var records = response.Answers.OfType<TRecord>().ToImmutableArray();
        return records.IsEmpty
            ? new DnsOutcome<TValue>.NoData()
            : new DnsOutcome<TValue>.Answer([.. records.Select(read)], TimeSpan.FromSeconds(records.Min(record => record.InitialTimeToLive)));
    }

    private static DnsOutcome<TValue> Judge<TValue>(DnsResponseException fault) => fault switch
    {
        { Code: DnsResponseCode.ConnectionTimeout } => new DnsOutcome<TValue>.TimedOut(),
        { InnerException: SocketException socket } => new DnsOutcome<TValue>.Unreachable(socket.Message),
        _ => new DnsOutcome<TValue>.Malformed(fault.DnsError),
    };

    /// <summary>The short names by which administrators know the codes.</summary>
    private static string Mnemonic(DnsHeaderResponseCode code) => code switch
    {
        DnsHeaderResponseCode.ServerFailure => "SERVFAIL",
        DnsHeaderResponseCode.Refused => "REFUSED",
        DnsHeaderResponseCode.FormatError => "FORMERR",
        DnsHeaderResponseCode.NotImplemented => "NOTIMP",
        _ => $"{code}",
    };
}
