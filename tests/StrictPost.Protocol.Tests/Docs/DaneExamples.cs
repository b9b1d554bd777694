using System.Collections.Immutable;
using System.Security.Cryptography;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Tests.Dane;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>A mail host and its TLSA records, one for each thing that can be wrong with them.</summary>
internal static class DaneExamples
{
    /// <summary>Names the authority, by its whole certificate's SHA-256.</summary>
    private static readonly ImmutableArray<TlsaRecord> Anchor =
        [new TlsaRecord(TlsaRecord.TrustAnchor, 0, 1, SHA256.HashData(DaneWorld.AuthorityDer.Span))];

    private static readonly TlsaRecord Stranger = new(TlsaRecord.EndEntity, 1, 1, new byte[32]);

    private static readonly TlsaRecord ForBrowsers = new(1, 1, 1, new byte[32]);

    private static readonly Dictionary<FindingKind, DaneWorld> Worlds = new()
    {
        [DaneFindings.Mismatch] = new DaneWorld { Records = [Stranger] },
        [DaneFindings.StartTlsMissing] = new DaneWorld { HasTls = false },
        [DaneFindings.TaNameMismatch] = new DaneWorld { Records = Anchor, DnsIds = ["other.example.org"] },
        [DaneFindings.TaExpired] = new DaneWorld { Records = Anchor, FaultsAsAnchor = [CertificateFault.Expired] },
        [DaneFindings.TaNotSent] = new DaneWorld { Records = Anchor, SendsAuthority = false },
        [DaneFindings.LookupFailed] = new DaneWorld { TlsaEnd = LookupEnd.ServerFailure },
        [DaneFindings.Unsigned] = new DaneWorld { TlsaIsSigned = false },
        [DaneFindings.MxUnsigned] = new DaneWorld { MxIsSigned = false },
        [DaneFindings.RecordUnusable] = new DaneWorld { Records = [TlsaRecord.For(DaneWorld.LeafDer), ForBrowsers] },
        [DaneFindings.AllUnusable] = new DaneWorld { Records = [ForBrowsers] },
        [DaneFindings.RecordStale] = new DaneWorld { Records = [TlsaRecord.For(DaneWorld.LeafDer), Stranger] },
    };

    public static Finding? Of(FindingKind kind) =>
        Worlds.TryGetValue(kind, out var world) ? world.Judge().Findings.First(found => found.Kind == kind) : null;
}
