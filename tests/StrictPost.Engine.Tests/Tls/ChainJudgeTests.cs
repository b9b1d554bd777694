using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Tls;
using StrictPost.Protocol.Tls;

namespace StrictPost.Engine.Tests.Tls;

/// <summary>Each certificate of a chain as a trust anchor (RFC 7672 §3.1.2), whoever the machine trusts.</summary>
public sealed class ChainJudgeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<X509Certificate2> _made = [];

    public void Dispose() => _made.ForEach(certificate => certificate.Dispose());

    [Fact]
    public void Anchors_OfAGoodChain_AllStandBehindTheHost()
    {
        var root = Make("root", null);
        var middle = Make("middle", root);

        Assert.Equal([[], []], Judge(Make("host", middle, isAuthority: false), middle, root));
    }

    [Fact]
    public void Anchors_InAnyOrder_AreJudgedEachForItself()
    {
        var root = Make("root", null);
        var middle = Make("middle", root);

        Assert.Equal([[], []], Judge(Make("host", middle, isAuthority: false), root, middle));
    }

    [Fact]
    public void Anchor_WithoutItsOwnRoot_StandsBehindTheHost()
    {
        var middle = Make("middle", Make("root", null));

        Assert.Equal([[]], Judge(Make("host", middle, isAuthority: false), middle));
    }

    [Fact]
    public void Anchor_ThatSignedSomebodyElse_DoesNot() =>
        Assert.Equal([[CertificateFault.Untrusted]], Judge(Make("host", Make("root", null), isAuthority: false), Make("other", null)));

    [Fact]
    public void Anchor_OfTheSameNameAndAnotherKey_DoesNot()
    {
        var host = Make("host", Make("root", null), isAuthority: false);

        Assert.NotEmpty(Judge(host, Make("root", null))[0]);
    }

    [Fact]
    public void Anchor_ThatIsNoAuthority_DoesNot()
    {
        var middle = Make("middle", Make("root", null), isAuthority: false);

        Assert.NotEmpty(Judge(Make("host", middle, isAuthority: false), middle)[0]);
    }

    [Fact]
    public void Anchor_ThatHasExpired_SaysSoAndHarmsThoseAboveIt()
    {
        var root = Make("root", null);
        var middle = Make("middle", root, until: Now.AddDays(-1));

        Assert.Equal([[CertificateFault.Expired], [CertificateFault.Expired]], Judge(Make("host", middle, isAuthority: false, until: Now.AddDays(-1)), middle, root));
    }

    [Fact]
    public void Root_ThatHasExpired_DoesNoHarmToTheAnchorBelowIt()
    {
        var root = Make("root", null, until: Now.AddDays(-1));
        var middle = Make("middle", root, until: Now.AddDays(90));

        Assert.Equal([[], [CertificateFault.Expired]], Judge(Make("host", middle, isAuthority: false), middle, root));
    }

    [Fact]
    public void Host_ThatHasExpired_IsExpiredBelowEveryAnchor()
    {
        var root = Make("root", null);

        Assert.Equal([[CertificateFault.Expired]], Judge(Make("host", root, isAuthority: false, until: Now.AddDays(-1)), root));
    }

    [Fact]
    public void Host_Alone_HasNoAnchors() => Assert.Empty(Judge(Make("host", null, isAuthority: false)));

    private static ImmutableArray<ImmutableArray<CertificateFault>> Judge(params X509Certificate2[] shown)
    {
        X509Certificate2[] asSent = [.. shown.Select(certificate => X509CertificateLoader.LoadCertificate(certificate.RawData))];
        return ChainJudge.FaultsByAnchor(asSent, Now);
    }

    private X509Certificate2 Make(string name, X509Certificate2? issuer, bool isAuthority = true, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        var (from, to) = (Now.AddYears(-2), until ?? Now.AddDays(30));
        using var bare = issuer is null
            ? request.CreateSelfSigned(from, to)
            : request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), from, to, RandomNumberGenerator.GetBytes(8));
        var made = issuer is null ? X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), null) : bare.CopyWithPrivateKey(key);
        _made.Add(made);
        return made;
    }
}
