using System.Collections.Immutable;
using System.Text;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Paper;

/// <summary>What many domains have in common, made once. For one thread.</summary>
internal sealed class PaperShared
{
    private const int NamesInCertificate = 100;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<LabMx>> _mx = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LabCertificate> _certificates = new(StringComparer.Ordinal);

    /// <summary>A policy's body.</summary>
    public ReadOnlyMemory<byte> Body(string text) => Get(_bodies, text, () => Encoding.ASCII.GetBytes(text));

    /// <summary>Mail hosts, the first preferred.</summary>
    public ImmutableArray<LabMx> Mx(params ReadOnlySpan<string> hosts)
    {
        string[] all = hosts.ToArray();
        return Get(_mx, string.Join(' ', all), () => [.. all.Select((host, index) => new LabMx((ushort)(10 * (index + 1)), host))]);
    }

    /// <summary>The certificate for a hundred neighbours' hosts.</summary>
    /// <param name="prefix">What the hosts' names begin with, before the domain.</param>
    /// <param name="number">One of the neighbours.</param>
    public LabCertificate Group(string prefix, int number)
    {
        int first = number / NamesInCertificate * NamesInCertificate;
        string label = $"{prefix}{first}";
        return Get(_certificates, label, () => new LabCertificate(
            label, [.. Enumerable.Range(first, NamesInCertificate).Select(each => prefix + PaperPlot.NameOf(each))]));
    }

    /// <summary>The certificate that a provider's hosts show whatever name they are asked for.</summary>
    public LabCertificate Own(string provider) => Get(_certificates, provider, () => new LabCertificate(provider, ["*." + provider, provider]));

    private static T Get<T>(Dictionary<string, T> known, string key, Func<T> make) =>
        known.TryGetValue(key, out var value) ? value : known[key] = make();
}
