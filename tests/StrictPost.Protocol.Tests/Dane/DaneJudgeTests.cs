using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Tests.Dane;

public sealed class DaneJudgeTests
{
    /// <summary>Every usage, selector and matching type that a mail server knows.</summary>
    public static TheoryData<byte, byte, byte> Forms => new(
        from usage in new byte[] { 2, 3 }
        from selector in new byte[] { 0, 1 }
        from matching in new byte[] { 0, 1, 2 }
        select (usage, selector, matching));

    /// <summary>The key as the platform reads it, which our own reader of certificates must agree with.</summary>
    private static byte[] Key(ReadOnlyMemory<byte> der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
        return certificate.PublicKey.ExportSubjectPublicKeyInfo();
    }

    private static TlsaRecord Record(byte usage, byte selector, byte matching, ReadOnlyMemory<byte> certificate)
    {
        byte[] selected = selector == 0 ? certificate.ToArray() : Key(certificate);
        return new TlsaRecord(usage, selector, matching, matching switch
        {
            1 => SHA256.HashData(selected),
            2 => SHA512.HashData(selected),
            _ => selected,
        });
    }

    private static void IsJudged(DaneWorld world, DaneState state, params string[] codes)
    {
        var verdict = world.Judge();
        Assert.Equal(state, verdict.State);
        Assert.Equal(codes, verdict.Findings.Select(finding => finding.Code).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Judge_FittingRecord_Passes(byte usage, byte selector, byte matching) => IsJudged(
        new DaneWorld { Records = [Record(usage, selector, matching, usage == 3 ? DaneWorld.LeafDer : DaneWorld.AuthorityDer)] }, DaneState.Passed);

    [Theory]
    [MemberData(nameof(Forms))]
    public void Judge_RecordOfOtherCertificate_Fails(byte usage, byte selector, byte matching) => IsJudged(
        new DaneWorld { Records = [Record(usage, selector, matching, usage == 3 ? DaneWorld.AuthorityDer : DaneWorld.LeafDer)] },
        DaneState.Failed,
        "dane-mismatch");

    [Fact]
    public void Judge_EndEntityRecord_IgnoresNamesAndChain() =>
        IsJudged(new DaneWorld { DnsIds = ["other.example.org"], SendsAuthority = false }, DaneState.Passed);

    [Fact]
    public void Judge_AnchorButWrongName_Fails() => IsJudged(
        new DaneWorld { Records = [Record(2, 1, 1, DaneWorld.AuthorityDer)], DnsIds = ["other.example.org"] }, DaneState.Failed, "dane-ta-name-mismatch");

    [Fact]
    public void Judge_AnchorAndNextHopName_PassesOnlyWhereMxIsSigned()
    {
        var world = new DaneWorld { Records = [Record(2, 1, 1, DaneWorld.AuthorityDer)], DnsIds = ["example.org"] };
        IsJudged(world, DaneState.Passed);
        IsJudged(world with { MxIsSigned = false }, DaneState.Failed, "dane-mx-unsigned", "dane-ta-name-mismatch");
    }

    [Fact]
    public void Judge_AnchorWithExpiredChain_Fails() => IsJudged(
        new DaneWorld { Records = [Record(2, 0, 1, DaneWorld.AuthorityDer)], FaultsAsAnchor = [CertificateFault.Expired] }, DaneState.Failed, "dane-ta-expired");

    [Fact]
    public void Judge_AnchorThatDidNotSign_Fails() => IsJudged(
        new DaneWorld { Records = [Record(2, 0, 1, DaneWorld.AuthorityDer)], FaultsAsAnchor = [CertificateFault.Untrusted] }, DaneState.Failed, "dane-mismatch");

    [Fact]
    public void Judge_AnchorNotSent_Fails() => IsJudged(
        new DaneWorld { Records = [Record(2, 1, 1, DaneWorld.AuthorityDer)], SendsAuthority = false }, DaneState.Failed, "dane-ta-not-sent");

    [Fact]
    public void Judge_OneOfTwoFits_PassesAndNamesTheStaleOne() => IsJudged(
        new DaneWorld { Records = [TlsaRecord.For(DaneWorld.LeafDer), new TlsaRecord(3, 1, 1, new byte[32])] }, DaneState.Passed, "dane-record-stale");

    [Theory]
    [InlineData(0, 1, 1, 32)]
    [InlineData(1, 1, 1, 32)]
    [InlineData(255, 1, 1, 32)]
    [InlineData(3, 2, 1, 32)]
    [InlineData(3, 1, 3, 32)]
    [InlineData(3, 1, 1, 31)]
    [InlineData(3, 1, 2, 32)]
    [InlineData(3, 1, 0, 0)]
    public void Judge_OnlyUnusableRecord_ProvesNobody(byte usage, byte selector, byte matching, int length) => IsJudged(
        new DaneWorld { Records = [new TlsaRecord(usage, selector, matching, new byte[length])] }, DaneState.Unusable, "dane-all-unusable", "dane-record-unusable");

    [Fact]
    public void Judge_UnusableBesideFitting_Passes() => IsJudged(
        new DaneWorld { Records = [TlsaRecord.For(DaneWorld.LeafDer), new TlsaRecord(1, 1, 1, new byte[32])] }, DaneState.Passed, "dane-record-unusable");

    [Fact]
    public void Judge_NoRecords_HasNoSay()
    {
        IsJudged(new DaneWorld { TlsaEnd = LookupEnd.NoSuchName }, DaneState.Absent);
        IsJudged(new DaneWorld { TlsaEnd = LookupEnd.NoData }, DaneState.Absent);
    }

    [Theory]
    [InlineData(LookupEnd.ServerFailure)]
    [InlineData(LookupEnd.Refused)]
    [InlineData(LookupEnd.TimedOut)]
    [InlineData(LookupEnd.Malformed)]
    public void Judge_LookupFails_HostIsNotUsedUnlessItsZoneIsUnsigned(LookupEnd end)
    {
        IsJudged(new DaneWorld { TlsaEnd = end }, DaneState.LookupFailed, "dane-lookup-failed");
        IsJudged(new DaneWorld { TlsaEnd = end, AddressIsSigned = false }, DaneState.Absent);
    }

    [Fact]
    public void Judge_UnsignedRecordsOrAddresses_HaveNoSay()
    {
        IsJudged(new DaneWorld { TlsaIsSigned = false }, DaneState.Absent, "dane-unsigned");
        IsJudged(new DaneWorld { AddressIsSigned = false }, DaneState.Absent, "dane-unsigned");
    }

    [Fact]
    public void Judge_UnsignedMx_SuccessDoesNotCountAndFailureDoes()
    {
        IsJudged(new DaneWorld { MxIsSigned = false }, DaneState.Absent, "dane-mx-unsigned");
        IsJudged(
            new DaneWorld { MxIsSigned = false, Records = [new TlsaRecord(3, 1, 1, new byte[32])] }, DaneState.Failed, "dane-mismatch", "dane-mx-unsigned");
    }

    [Fact]
    public void Judge_NoStartTls_Fails()
    {
        IsJudged(new DaneWorld { HasTls = false }, DaneState.Failed, "dane-starttls-missing");
        IsJudged(
            new DaneWorld { HasTls = false, End = new ConnectionEnd(ConnectionFault.TlsFailed, ConnectionPhase.Handshake) }, DaneState.Failed, "dane-starttls-missing");
    }

    [Fact]
    public void Judge_HostNotReached_CannotTell() => IsJudged(
        new DaneWorld { HasTls = false, End = new ConnectionEnd(ConnectionFault.TimedOut, ConnectionPhase.Connecting) }, DaneState.Unknown);

    [Fact]
    public void Judge_Mismatch_AdvisesTheRecordThatWouldFit()
    {
        var finding = Assert.Single(new DaneWorld { Records = [new TlsaRecord(3, 1, 1, new byte[32])] }.Judge().Findings);
        Assert.Contains($"3 1 1 {Convert.ToHexStringLower(SHA256.HashData(Key(DaneWorld.LeafDer)))}", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Worst_OfSeveralAddresses_IsTheFailure()
    {
        var world = new DaneWorld();
        var failed = (world with { HasTls = false }).Judge();
        var unknown = (world with { HasTls = false, End = new ConnectionEnd(ConnectionFault.Refused, ConnectionPhase.Connecting) }).Judge();
        Assert.Equal(DaneState.Failed, world.Worst(world.Judge(), failed, unknown));
        Assert.Equal(DaneState.Passed, world.Worst(world.Judge(), unknown));
        Assert.Equal(DaneState.Unknown, world.Worst(unknown));
        Assert.Equal(DaneState.LookupFailed, (world with { TlsaEnd = LookupEnd.ServerFailure }).Worst());
    }

    [Fact]
    public void Fits_NoCertificate_IsFalse() => Assert.False(new TlsaRecord(3, 1, 0, new byte[] { 0x30, 0x00 }).Fits(new byte[] { 0x30, 0x00 }));
}
