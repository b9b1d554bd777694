using System.Text;

namespace StrictPost.Bench.Domains;

/// <summary>One hosted domain: what a sender asks for, and what it must get, byte for byte.</summary>
public sealed class BenchDomain
{
    /// <summary>Max_age of every policy here, in seconds.</summary>
    public const int MaxAge = 604_800;

    private BenchDomain(string name, byte[] leaf)
    {
        Name = name;
        PolicyHost = PolicyHostOf(name);
        MailHost = $"mx1.{name}";
        Policy = Encoding.ASCII.GetBytes($"version: STSv1\r\nmode: enforce\r\nmx: {MailHost}\r\nmax_age: {MaxAge}\r\n");
        Leaf = leaf;
        LastRequest = Request(PolicyHost, "Connection: close\r\n");
        NextRequest = Request(PolicyHost, "");
    }

    public string Name { get; }

    public string PolicyHost { get; }

    public string MailHost { get; }

    public byte[] Policy { get; }

    /// <summary>The DER bytes of the one certificate that is right for this domain.</summary>
    public byte[] Leaf { get; }

    /// <summary>The request of a sender that wants one answer and then hangs up.</summary>
    public byte[] LastRequest { get; }

    /// <summary>The request of a sender that keeps the connection.</summary>
    public byte[] NextRequest { get; }

    public static BenchDomain Create(string name, byte[] leaf) => new(name, leaf);

    /// <summary>The name of the domain with this number, from 1.</summary>
    public static string NameOf(int number) => $"d{number:D5}.example";

    public static string PolicyHostOf(string name) => $"mta-sts.{name}";

    private static byte[] Request(string host, string more) => Encoding.ASCII.GetBytes(
        $"GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: {host}\r\nUser-Agent: strictpost-bench\r\n{more}\r\n");
}
