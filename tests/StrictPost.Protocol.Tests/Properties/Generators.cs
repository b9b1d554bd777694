using System.Collections.Immutable;
using CsCheck;
using StrictPost.Fuzz;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Tests.Conformance;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Properties;

/// <summary>Where the properties get their inputs.</summary>
internal static class Generators
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly Gen<string> Label = Gen.String[Gen.Char[LettersAndDigits], 1, 12];

    /// <summary>Names of two to five labels, the last without digits so that none is an address.</summary>
    public static readonly Gen<DomainName> Name =
        Gen.Select(Label.Array[1, 4], Gen.String[Gen.Char["abcxyz"], 2, 6]).Select((labels, last) => DomainName.FromChecked($"{string.Join('.', labels)}.{last}"));

    public static readonly Gen<MxPattern> Pattern =
        Gen.Select(Gen.Bool, Name).Select((wildcard, name) => MxPattern.Parse((wildcard ? "*." : "") + name).Value!);

    private static readonly Gen<PolicyExtension> Extension = Gen.Select(
        Gen.String[Gen.Char[LettersAndDigits + "_-."], 1, 31],
        Gen.String[Gen.Char["!~aZ09:=;#{}[]ü→"], 1, 20],
        Gen.String[Gen.Char[" ab"], 0, 5]).Select((key, value, more) => new PolicyExtension("x" + key, $"{value}{more}."));

    /// <summary>Any policy that a sender can use.</summary>
    public static readonly Gen<StsPolicy> Policy = Gen.Select(
        Gen.OneOfConst(PolicyMode.None, PolicyMode.Testing, PolicyMode.Enforce),
        Gen.Int[0, StsPolicy.LongestMaxAge],
        Pattern.Array[1, 6],
        Extension.Array[0, 3],
        Gen.Bool).Select((mode, maxAge, mx, extensions, none) => new StsPolicy
        {
            Mode = mode,
            MaxAge = maxAge,
            Mx = mode == PolicyMode.None && none ? [] : [.. mx],
            Extensions = extensions.ToImmutableArray(),
        });

    public static readonly Gen<byte[]> AnyBytes = Gen.Byte.Array[0, 200];

    public static readonly Gen<string> AnyText = Gen.String[Gen.Char, 0, 100];

    /// <summary>Good policies with a few bytes changed.</summary>
    public static readonly Gen<byte[]> BrokenPolicy = Gen.Select(Policy, Gen.Int).Select((policy, seed) =>
        new Mutator([System.Text.Encoding.UTF8.GetBytes(policy.ToBody())], new Random(seed)).Next());

    /// <summary>Inputs of the published suite with a few bytes changed.</summary>
    public static Gen<byte[]> Mutated(string file)
    {
        var seeds = Corpus.Read(Path.Combine(Suite.Folder, file));
        return Gen.Int.Select(seed => new Mutator(seeds, new Random(seed)).Next());
    }
}
