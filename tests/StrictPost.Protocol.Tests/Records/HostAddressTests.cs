using System.Net;
using CsCheck;
using StrictPost.Protocol.Records;

namespace StrictPost.Protocol.Tests.Records;

public sealed class HostAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("2001:db8::1", true)]
    [InlineData("::", true)]
    [InlineData("::1", true)]
    [InlineData("2001:db8::", true)]
    [InlineData("2001:db8:0:1:1:1:1:1", true)] // RFC 5952 §4.2.2: one zero group is not shortened
    [InlineData("2001:0:0:1::1", true)] // §4.2.3: the longest run is
    [InlineData("2001:db8::1:0:0:1", true)] // §4.2.3: of equal runs the first
    public void FromBytes_OfAnAddress_WritesTheShortForm(string text, bool ipv6)
    {
        var address = HostAddress.FromBytes(IPAddress.Parse(text).GetAddressBytes());

        Assert.Equal((text, ipv6), (address.Text, address.IsIpv6));
    }

    [Fact]
    public void FromBytes_OfAnyAddress_WritesTextThatReadsBack() =>
        Gen.OneOf(Gen.Byte.Array[4], Gen.OneOf(Gen.Byte, Gen.Const((byte)0)).Array[16]).Sample(bytes =>
            IPAddress.Parse(HostAddress.FromBytes(bytes).Text).GetAddressBytes().SequenceEqual(bytes));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(17)]
    public void FromBytes_OfAnotherLength_IsABug(int length) =>
        Assert.Throws<ArgumentException>(() => HostAddress.FromBytes(new byte[length]));
}
