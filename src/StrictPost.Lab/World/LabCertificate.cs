using System.Collections.Immutable;

namespace StrictPost.Lab.World;

/// <summary>A certificate that several hosts show, as at hosting providers; or one with names that are not the host's.</summary>
/// <param name="Label">Tells certificates of a world apart: hosts with the same label show the same certificate.</param>
/// <param name="Names">The names that it is for; a wildcard may lead.</param>
public sealed record LabCertificate(string Label, ImmutableArray<string> Names);
