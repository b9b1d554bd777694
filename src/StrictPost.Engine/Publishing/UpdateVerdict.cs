using System.Globalization;
using System.Net;
using StrictPost.Engine.Publishing.Wire;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Publishing;

/// <summary>What a server's reply means, in words that say what to do.</summary>
/// <param name="server">The server.</param>
/// <param name="key">What updates were signed with.</param>
internal sealed class UpdateVerdict(IPEndPoint server, UpdateKey key)
{
    /// <summary>Why a question has no answer to rely on; null where it has.</summary>
    public PublishOutcome.Failed? OfQuestion(ServerReply reply, DomainName zone) => reply switch
    {
        ServerReply.Nothing nothing => Later(nothing.Why),
        ServerReply.Answer { Message: { Code: WireCode.Fine or WireCode.NoSuchName, IsAuthoritative: true } } => null,
        ServerReply.Answer { Message.Code: WireCode.ServerFailure } => Later($"answered SERVFAIL for the zone {zone}: its own log says why"),
        _ => Never($"does not serve the zone {zone}: give `server` the address of the zone's primary, or take the zone out of `zones`"),
    };

    /// <summary>Why an update was not made; null where it was, or where something else was there than it was made for.</summary>
    public PublishOutcome.Failed? OfUpdate(ServerReply reply, DomainName zone, DateTimeOffset now) => reply switch
    {
        ServerReply.Nothing nothing => Later(nothing.Why),
        ServerReply.Answer { Signature: { Error: not WireCode.Fine } signature } => OfSignature(signature, zone, now),
        ServerReply.Answer { IsProven: true } answer => OfCode(answer.Message.Code, zone),
        ServerReply.Answer { Message.Code: WireCode.Fine } => Later($"answered without a valid signature by the key {key}, so it is not certain that it made the change"),
        ServerReply.Answer answer => OfCode(answer.Message.Code, zone) ?? Later($"answered without a valid signature by the key {key}"),
        _ => throw new ArgumentOutOfRangeException(nameof(reply)),
    };

    /// <summary>True when the zone holds something else than the update was made for.</summary>
    public static bool Differs(ServerReply reply) => reply is ServerReply.Answer { IsProven: true, Message.Code: var code } && IsDifference(code);

    private static bool IsDifference(WireCode code) => code is WireCode.SetExists or WireCode.SetDiffers or WireCode.NameExists or WireCode.NoSuchName;

    private PublishOutcome.Failed OfSignature(TransactionSignature signature, DomainName zone, DateTimeOffset now) => signature.Error switch
    {
        WireCode.BadKey => Never($"knows no key {key} with {key.AlgorithmName}, or not for the zone {zone} (BADKEY): name and algorithm in `key_file` must be those in its configuration, and the zone must allow the key"),
        WireCode.BadSignature => Never($"knows the key {key} with another secret (BADSIG): the secret in `key_file` must be the one in its configuration"),
        WireCode.BadTime => Never($"has another time (BADTIME): {Clocks(signature, now)}"),
        var other => Never($"does not accept the signature ({Mnemonic(other)})"),
    };

    private static string Clocks(TransactionSignature signature, DateTimeOffset now)
    {
        if (signature.ServerTime is not { } there)
            return "set the clocks right";
        long ahead = there - now.ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"its clock is {Math.Abs(ahead)} seconds {(ahead < 0 ? "behind" : "ahead of")} ours, and {TransactionSignature.UsualFudge} are allowed");
    }

    private PublishOutcome.Failed? OfCode(WireCode code, DomainName zone) => code switch
    {
        WireCode.Fine => null,
        _ when IsDifference(code) => null,
        WireCode.Refused => Never($"refuses to change the zone {zone} (REFUSED): let the key {key} change TXT, CNAME, A and AAAA records there; some servers also say this of a wrong key, secret or clock"),
        WireCode.NotAuthoritative => Never($"is not the primary of the zone {zone}, or does not let the key {key} change it (NOTAUTH)"),
        WireCode.NotInZone => Never($"says that the name is in another zone than {zone} (NOTZONE)"),
        WireCode.NotImplemented => Never("takes no updates (NOTIMP): switch them on, or name another server"),
        WireCode.FormatError => Never("cannot read the update (FORMERR)"),
        WireCode.ServerFailure => Later($"could not change the zone {zone} (SERVFAIL): its own log says why"),
        _ => Never($"answered {Mnemonic(code)}"),
    };

    private static string Mnemonic(WireCode code) => code switch
    {
        WireCode.BadTruncation => "BADTRUNC",
        _ => string.Create(CultureInfo.InvariantCulture, $"code {(int)code}"),
    };

    private PublishOutcome.Failed Later(string why) => new($"The DNS server {server} {why}", MayPass: true);

    private PublishOutcome.Failed Never(string why) => new($"The DNS server {server} {why}", MayPass: false);
}
