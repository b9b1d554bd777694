using System.Text.Json.Serialization;

namespace StrictPost.Rendering;

/// <summary>A log in SARIF 2.1.0 (§3.13), as far as findings need it.</summary>
internal sealed record SarifLog([property: JsonPropertyName("$schema")] string Schema, string Version, IReadOnlyList<SarifRun> Runs);

/// <summary>§3.14.</summary>
internal sealed record SarifRun(SarifTool Tool, IReadOnlyList<SarifInvocation> Invocations, IReadOnlyList<SarifResult> Results, string ColumnKind);

/// <summary>§3.18.</summary>
internal sealed record SarifTool(SarifDriver Driver);

/// <summary>§3.19.</summary>
internal sealed record SarifDriver(string Name, string SemanticVersion, IReadOnlyList<SarifRule> Rules);

/// <summary>§3.20.</summary>
internal sealed record SarifInvocation(bool ExecutionSuccessful, DateTimeOffset? StartTimeUtc);

/// <summary>§3.49.</summary>
internal sealed record SarifRule(
    string Id, SarifText ShortDescription, SarifText FullDescription, SarifText Help, SarifConfiguration DefaultConfiguration, SarifRuleProperties Properties);

/// <summary>§3.12.</summary>
internal sealed record SarifText(string Text);

/// <summary>§3.50.</summary>
internal sealed record SarifConfiguration(string Level);

/// <summary>What SARIF leaves to the tool (§3.8).</summary>
internal sealed record SarifRuleProperties(string Category, string Rfc, IReadOnlyList<string> Tags);

/// <summary>§3.27.</summary>
internal sealed record SarifResult(
    string RuleId, int RuleIndex, string Level, SarifText Message, IReadOnlyList<SarifLocation> Locations,
    IReadOnlyDictionary<string, string> PartialFingerprints);

/// <summary>§3.28.</summary>
internal sealed record SarifLocation(SarifPhysical? PhysicalLocation, IReadOnlyList<SarifLogical> LogicalLocations);

/// <summary>§3.29.</summary>
internal sealed record SarifPhysical(SarifArtifact ArtifactLocation, SarifRegion? Region);

/// <summary>§3.4.</summary>
internal sealed record SarifArtifact(string Uri);

/// <summary>§3.30.</summary>
internal sealed record SarifRegion(int StartLine, int StartColumn);

/// <summary>§3.33.</summary>
internal sealed record SarifLogical(string FullyQualifiedName, string Kind);
