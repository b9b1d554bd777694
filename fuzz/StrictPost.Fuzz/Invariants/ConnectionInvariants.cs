using StrictPost.Server.Proxies;
using StrictPost.Server.Tls;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What must hold for the first bytes of a connection, whoever sends them.</summary>
internal static class ConnectionInvariants
{
    /// <summary>A ClientHello in its records.</summary>
    public static void CheckHello(byte[] input)
    {
        var state = ClientHelloRecords.Read(input, out var hello);
        Unless((state == HelloState.Whole) == (hello is not null), "there is a ClientHello exactly when it is whole");
        Unless(hello?.ServerName is null || hello.ServerName.Length < 254 && hello.ServerName.All(c => c is > ' ' and < '\x7F'), "a name can be a host's");
        for (int length = 0; state == HelloState.Whole && length < input.Length; length++)
            Unless(ClientHelloRecords.Read(input.AsSpan(0, length), out _) != HelloState.Refused, "no beginning of a good ClientHello is refused");
        if (state == HelloState.Refused)
            Unless(ClientHelloRecords.Read([.. input, 0], out _) == HelloState.Refused, "what is refused stays refused");
    }

    /// <summary>A header of the PROXY protocol.</summary>
    public static void CheckProxy(byte[] input)
    {
        var state = ProxyHeader.Read(input, out var header);
        Unless((state == ProxyHeaderState.Whole) == (header is not null), "there is a header exactly when it is whole");
        if (state == ProxyHeaderState.Refused)
            Unless(ProxyHeader.Read([.. input, 0], out _) == ProxyHeaderState.Refused, "what is refused stays refused");
        if (header is null)
            return;
        Unless(header.Length > 0 && header.Length <= Math.Min(input.Length, ProxyHeader.Longest), "a header lies within what came");
        Unless(ProxyHeader.Read(input.AsSpan(0, header.Length), out var alone) == ProxyHeaderState.Whole && alone == header, "nothing behind the header counts");
        Unless(ProxyHeader.Read(input.AsSpan(0, header.Length - 1), out _) == ProxyHeaderState.Partial, "all of the header counts");
    }

    /// <summary>A Forwarded header.</summary>
    public static void CheckForwarded(string text)
    {
        if (ForwardedHeader.Read(text) is not { } elements)
            return;
        string again = string.Join(',', elements.Select(Written));
        Unless(ForwardedHeader.Read(again) is { } same && same.SequenceEqual(elements), "what was read can be written and read again");
    }

    private static string Written(ForwardedElement element)
    {
        (string Name, string? Value)[] pairs = [("for", element.For), ("host", element.Host), ("proto", element.Proto), ("ext", "1")];
        return string.Join(';', pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}=\"{Quoted(pair.Value!)}\""));
    }

    private static string Quoted(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
