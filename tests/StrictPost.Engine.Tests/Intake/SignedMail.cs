using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace StrictPost.Engine.Tests.Intake;

/// <summary>A domain that signs its mail: its key pair, and the record for DNS.</summary>
internal sealed class SigningDomain
{
    private readonly AsymmetricCipherKeyPair _keys;
    private readonly bool _isRsa;

    private SigningDomain(string domain, AsymmetricCipherKeyPair keys, bool isRsa) => (Domain, _keys, _isRsa) = (domain, keys, isRsa);

    public string Domain { get; }

    public string RecordName => $"s1._domainkey.{Domain}";

    public string Record => _isRsa
        ? $"v=DKIM1; k=rsa; p={Convert.ToBase64String(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(_keys.Public).GetDerEncoded())}"
        : $"v=DKIM1; k=ed25519; p={Convert.ToBase64String(((Ed25519PublicKeyParameters)_keys.Public).GetEncoded())}";

    public static SigningDomain WithRsa(string domain, int bits = 2048)
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new KeyGenerationParameters(new SecureRandom(), bits));
        return new SigningDomain(domain, generator.GenerateKeyPair(), isRsa: true);
    }

    public static SigningDomain WithEd25519(string domain)
    {
        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        return new SigningDomain(domain, generator.GenerateKeyPair(), isRsa: false);
    }

    /// <summary>A mail with one more signature on top.</summary>
    public byte[] Sign(byte[] mail, bool withSha1 = false, params string[] fields)
    {
        using var message = MimeMessage.Load(new MemoryStream(mail), TestContext.Current.CancellationToken);
        var signer = new DkimSigner(_keys.Private, Domain, "s1")
        {
            SignatureAlgorithm = _isRsa ? withSha1 ? DkimSignatureAlgorithm.RsaSha1 : DkimSignatureAlgorithm.RsaSha256 : DkimSignatureAlgorithm.Ed25519Sha256,
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        };
        signer.Sign(message, fields.Length == 0 ? ["From", "To", "Subject", "TLS-Report-Domain"] : fields);
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        using var signed = new MemoryStream();
        message.WriteTo(options, signed, TestContext.Current.CancellationToken);
        return signed.ToArray();
    }
}
