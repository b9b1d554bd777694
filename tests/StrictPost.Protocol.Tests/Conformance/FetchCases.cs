using System.Collections.Immutable;
using System.Text.Json.Nodes;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Tests.Conformance;

/// <summary>What an observer would write down of the policy host that a case describes.</summary>
internal static class FetchCases
{
    public static FetchOutcome Read(JsonObject input)
    {
        Assert.True(DomainName.TryParse("mta-sts.example.org", out var host));
        return FetchOutcome.Of(Evidence(input), host);
    }

    private static FetchEvidence Evidence(JsonObject input)
    {
        if (input["tls"]!.GetValue<string>() == "1.1")
            return new FetchEvidence { Address = "192.0.2.1", End = new ConnectionEnd(ConnectionFault.OldTls, ConnectionPhase.Handshake) };
        int size = input["bodyBytes"]?.GetValue<int>() ?? 100;
        return new FetchEvidence
        {
            Address = "192.0.2.1",
            Tls = Tls(input["certificate"]!.AsObject(), $"TLS {input["tls"]!.GetValue<string>()}"),
            Http = new HttpEvidence
            {
                Status = input["status"]!.GetValue<int>(),
                Fields = [.. Field(input, "contentType", "Content-Type"), .. Field(input, "location", "Location")],
                Body = new byte[Math.Min(size, StsPolicy.MaxBodyBytes)],
                IsCut = size > StsPolicy.MaxBodyBytes,
            },
        };
    }

    private static TlsEvidence Tls(JsonObject certificate, string version) => new()
    {
        Version = version,
        Cipher = "TLS_AES_128_GCM_SHA256",
        ChainFaults = certificate["fault"] is { } fault ? [Enum.Parse<CertificateFault>(fault.GetValue<string>(), ignoreCase: true)] : [],
        Chain =
        [
            new CertificateEvidence
            {
                DnsIds = [.. certificate["dnsIds"]!.AsArray().Select(name => name!.GetValue<string>())],
                CommonName = certificate["commonName"]?.GetValue<string>(),
                Issuer = "CN=An authority",
            },
        ],
    };

    private static ImmutableArray<HttpField> Field(JsonObject input, string member, string name) =>
        input[member] is { } value ? [new HttpField(name, value.GetValue<string>())] : [];
}
