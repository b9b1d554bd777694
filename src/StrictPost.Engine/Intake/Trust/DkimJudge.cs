using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Intake.Trust;

/// <summary>
/// Looks whether the DKIM signatures of a mail hold (RFC 6376, RFC 8463). Keys are remembered for an hour. One for a process; safe for
/// use from several threads.
/// </summary>
public sealed class DkimJudge
{
    /// <summary>Signatures of a mail that are looked at: the first ones, which were added last.</summary>
    public const int MostSignatures = 5;

    /// <summary>Bits that an RSA key must have at least (RFC 8301 §3.2).</summary>
    public const int LeastRsaBits = 1024;

    /// <summary>More would cost more than a report is worth.</summary>
    private const int MostRsaBits = 8192;

    private readonly Func<DomainName, string, CancellationToken, Task<DkimKey>> _find;
    private readonly TimeProvider _time;

    /// <param name="dns">Where keys are looked up.</param>
    /// <param name="time">How old a remembered key is, and how long an answer may take.</param>
    public DkimJudge(DnsLookups dns, TimeProvider time)
        : this(new DkimKeys(dns, time).FindAsync, time)
    {
    }

    /// <param name="find">Finds the key under a selector of a domain.</param>
    /// <param name="time">How long an answer may take.</param>
    internal DkimJudge(Func<DomainName, string, CancellationToken, Task<DkimKey>> find, TimeProvider time) => (_find, _time) = (find, time);

    /// <summary>For all keys of a mail together.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(5);

    /// <summary>What each signature proves.</summary>
    internal async Task<IReadOnlyList<SignatureVerdict>> JudgeAsync(MimeMessage mail, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var verdicts = new List<SignatureVerdict>();
        foreach (var header in mail.Headers.Where(header => header.Id is HeaderId.DkimSignature).Take(MostSignatures))
        {
            var (signature, fault) = DkimSignature.Read(header);
            verdicts.Add(fault ?? await JudgeAsync(mail, signature!, either.Token, cancellationToken));
        }

        return verdicts;
    }

    private async Task<SignatureVerdict> JudgeAsync(MimeMessage mail, DkimSignature signature, CancellationToken deadline, CancellationToken cancellationToken)
    {
        DkimKey key;
        try
        {
            key = await _find(signature.Domain, signature.Selector, deadline);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return signature.Verdict(SignatureEnd.Unanswered, "cannot be judged now: DNS took too long to give the key");
        }

        string name = $"{signature.Selector}._domainkey.{signature.Domain.Ascii}";
        if (key.IsUnanswered)
            return signature.Verdict(SignatureEnd.Unanswered, $"cannot be judged now: {name} {key.Detail}");
        if (key.Key is null)
            return signature.Verdict(SignatureEnd.Fails, $"has no key: {name} {key.Detail}");
        if (key.Key is RsaKeyParameters { Modulus.BitLength: < LeastRsaBits or > MostRsaBits } rsa)
            return signature.Verdict(SignatureEnd.Fails, $"uses a key of {rsa.Modulus.BitLength} bits, which is not believed");
        if (key.Key is RsaKeyParameters != (signature.Algorithm is DkimSignature.Rsa))
            return signature.Verdict(SignatureEnd.Fails, "uses another algorithm than its key is for");
        return await HoldsAsync(mail, signature, key, cancellationToken)
            ? signature.Verdict(SignatureEnd.Holds, null)
            : signature.Verdict(SignatureEnd.Fails, "does not hold: the mail was changed on its way, or others signed it");
    }

    private static async Task<bool> HoldsAsync(MimeMessage mail, DkimSignature signature, DkimKey key, CancellationToken cancellationToken)
    {
        var verifier = new DkimVerifier(new KnownKey(key.Key!)) { MinimumRsaKeyLength = LeastRsaBits };
        verifier.Enable(DkimSignatureAlgorithm.Ed25519Sha256);
        try
        {
            return await verifier.VerifyAsync(mail, signature.Header, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever the library throws comes from what the signature or the key holds: its parsers have no one exception.
            return false;
        }
    }
}
