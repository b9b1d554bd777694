using CsCheck;
using StrictPost.Engine.Publishing;
using StrictPost.Engine.Publishing.Wire;

namespace StrictPost.Engine.Tests.Publishing;

public sealed class TransactionSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 3, 14, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly UpdateKey Key = new("strictpost", KeyAlgorithm.Sha256, Secret);

    private static readonly ZoneUpdate Update = new(
        "example.org", "_mta-sts.example.org", [new WireSet(WireType.Cname, []), new WireSet(WireType.Txt, [WireData.OfText("old")])],
        [new WireSet(WireType.Txt, [WireData.OfText("new")])], 300);

    [Fact]
    public void Response_SignedForTheRequest_IsProvenToWhoKnowsTheKey()
    {
        byte[] requestMac = TransactionSignature.Sign(Update.ToMessage(7), Key, Now).Mac;
        var response = WireMessage.Read(Respond(requestMac))!;
        var signature = TransactionSignature.Of(response)!;

        Assert.True(signature.Proves(response, requestMac, Key));
        Assert.False(signature.Proves(response, new byte[32], Key), "it answers another request");
        Assert.False(signature.Proves(response, requestMac, new UpdateKey("strictpost", KeyAlgorithm.Sha256, new byte[32])));
        Assert.False(signature.Proves(response, requestMac, new UpdateKey("other", KeyAlgorithm.Sha256, Secret)));
        Assert.False(signature.Proves(response, requestMac, new UpdateKey("strictpost", KeyAlgorithm.Sha512, Secret)));
        Assert.False((signature with { Mac = signature.Mac[..16] }).Proves(response, requestMac, Key), "it is cut short");
    }

    [Fact]
    public void Response_ChangedAnywhere_ProvesNothing()
    {
        byte[] whole = Respond(new byte[32]);
        int end = WireMessage.Read(whole)!.SignatureAt!.Value;
        int behindId = sizeof(ushort);
        Gen.Select(Gen.Int[behindId, end - 1], Gen.Byte[1, 255]).Sample((at, flip) =>
        {
            byte[] changed = [.. whole];
            changed[at] ^= flip;
            var message = WireMessage.Read(changed);
            var signature = message is null ? null : TransactionSignature.Of(message);
            Assert.False(signature?.Proves(message!, new byte[32], Key) ?? false);
        });
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void Signature_OfAnotherTime_IsNotRecent(int seconds, bool isRecent) =>
        Assert.Equal(isRecent, TransactionSignature.Of(WireMessage.Read(Respond([]))!)!.IsRecent(Now.AddSeconds(seconds)));

    [Fact]
    public void Message_OfAnyBytes_DoesNotThrow() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        if (WireMessage.Read(bytes) is { } message)
            _ = TransactionSignature.Of(message);
    });

    [Fact]
    public void Name_ThatLeadsToItself_IsNone()
    {
        byte[] message = [0, 1, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];

        Assert.Null(WireMessage.Read(message));
    }

    /// <summary>"Done", as a server signs it that found the request's signature good.</summary>
    private static byte[] Respond(byte[] requestMac)
    {
        byte[] message = new WireWriter().UInt16(7).UInt16(0xA800).UInt16(1).UInt16(0).UInt16(0).UInt16(0)
            .Name("example.org").UInt16((int)WireType.Soa).UInt16(1).ToArray();
        var covered = new WireWriter().Sized(requestMac).Bytes(message)
            .Name("strictpost").UInt16(255).UInt32(0).Name("hmac-sha256").UInt48(Now.ToUnixTimeSeconds()).UInt16(300).UInt16(0).UInt16(0);
        byte[] data = new WireWriter().Name("hmac-sha256").UInt48(Now.ToUnixTimeSeconds()).UInt16(300)
            .Sized(Key.Sign(covered.ToArray())).UInt16(7).UInt16(0).UInt16(0).ToArray();
        byte[] response = new WireWriter().Bytes(message).Name("strictpost").UInt16(250).UInt16(255).UInt32(0).Sized(data).ToArray();
        response[WireMessage.AdditionalCountAt + 1] = 1;
        return response;
    }
}
