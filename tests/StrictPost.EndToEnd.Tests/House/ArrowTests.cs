namespace StrictPost.EndToEnd.Tests.House;

/// <summary>Protocol &lt;- Engine &lt;- Server &lt;- strictpost, and the lab beside them.</summary>
public sealed class ArrowTests
{
    private const string Protocol = "StrictPost.Protocol";
    private const string Engine = "StrictPost.Engine";
    private const string Server = "StrictPost.Server";
    private const string Lab = "StrictPost.Lab";
    private const string Executable = "strictpost";
    private static readonly string[] All = [Protocol, Engine, Server, Lab, Executable];

    [Theory]
    [InlineData(Protocol)]
    [InlineData(Engine, Protocol)]
    [InlineData(Server, Protocol, Engine)]
    [InlineData(Lab, Protocol, Engine)]
    [InlineData(Executable, Protocol, Engine, Server, Lab)]
    public void Assembly_References_FollowTheArrow(string assembly, params string[] allowed) => Assert.Empty(
        BuiltAssembly.References(assembly).Intersect(All, StringComparer.Ordinal).Except(allowed, StringComparer.Ordinal));

    [Fact]
    public void Protocol_References_AreTheRuntimeAlone() =>
        Assert.All(BuiltAssembly.References(Protocol), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void Lab_OfTheEngine_UsesCertificatesAlone() => Assert.All(
        BuiltAssembly.TypesOf(Lab, Engine),
        type => Assert.StartsWith("StrictPost.Engine.Certificates.", type, StringComparison.Ordinal));

    [Fact]
    public void Metadata_OfThisAssembly_IsRead()
    {
        string self = typeof(ArrowTests).Assembly.GetName().Name!;
        Assert.Contains("xunit.v3.core", BuiltAssembly.References(self), StringComparer.Ordinal);
        Assert.Contains("Xunit.FactAttribute", BuiltAssembly.TypesOf(self, "xunit.v3.core"), StringComparer.Ordinal);
        Assert.Contains("StrictPost.Engine.Certificates.CertificateAuthority", BuiltAssembly.TypesOf(Lab, Engine), StringComparer.Ordinal);
    }
}
