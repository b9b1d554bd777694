namespace StrictPost.Lab.Paper;

/// <summary>Domains of the paper's world with one and the same fault.</summary>
/// <param name="Category">The row that counts them: <c>A</c>, <c>B-dns</c>, <c>B-tcp</c>, <c>B-tls</c>, <c>B-http</c>, <c>B-syntax</c>, <c>C</c>, <c>D</c>.</param>
/// <param name="Name">The fault.</param>
/// <param name="SelfManaged">How many run their policy host themselves.</param>
/// <param name="ThirdParty">How many leave it to a provider.</param>
/// <param name="Enforced">How many of the two together are in mode enforce; the rest is in testing.</param>
/// <param name="Spoil">Makes a domain of this kind.</param>
internal sealed record PaperCause(string Category, string Name, int SelfManaged, int ThirdParty, int Enforced, Func<PaperPlot, PaperHarvest> Spoil)
{
    /// <summary>All of them.</summary>
    public int Count => SelfManaged + ThirdParty;

    /// <summary>The same in small, with at least one of each kind that there is.</summary>
    public PaperCause Scaled(int scale) => this with
    {
        SelfManaged = Part(SelfManaged, scale),
        ThirdParty = Part(ThirdParty, scale),
        Enforced = Part(Enforced, scale),
    };

    private static int Part(int count, int scale) => (count + scale - 1) / scale;
}
