using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace StrictPost.Engine.Intake.Trust;

/// <summary>Gives the verifier the key that was found already, so that a key that is missing is told apart from a signature that is wrong.</summary>
internal sealed class KnownKey(AsymmetricKeyParameter key) : IDkimPublicKeyLocator
{
    /// <inheritdoc/>
    public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) => key;

    /// <inheritdoc/>
    public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) => Task.FromResult(key);
}
