using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace StrictPost.Engine.Issuance;

/// <summary>When a certificate is to be renewed, where its authority does not say.</summary>
internal static class RenewalPlan
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(1);

    /// <summary>After two thirds of its life, or up to a twentieth of it earlier.</summary>
    /// <param name="notBefore">Valid from.</param>
    /// <param name="notAfter">Valid until.</param>
    /// <param name="fraction">In 0 to 1: how much earlier.</param>
    public static DateTimeOffset MomentFor(DateTimeOffset notBefore, DateTimeOffset notAfter, double fraction) =>
        notBefore + ((notAfter - notBefore) * ((2.0 / 3) - (fraction / 20)));

    /// <summary>
    /// A number in 0 to 1 for a certificate, evenly spread over all: the same each time, so that looking again does not put the
    /// moment off.
    /// </summary>
    public static double FractionOf(string certificate) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(certificate))) / (double)uint.MaxValue;

    /// <summary>When to ask the authority again about a renewal: as it says, but between six hours and a day (RFC 9773 §4.3).</summary>
    public static TimeSpan LookAgain(TimeSpan? retryAfter) =>
        TimeSpan.FromTicks(Math.Clamp((retryAfter ?? ShortestLook).Ticks, ShortestLook.Ticks, LongestLook.Ticks));
}
