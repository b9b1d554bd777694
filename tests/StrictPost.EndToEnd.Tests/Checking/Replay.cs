using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;

namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary>Runs <c>strictpost check --replay</c> over evidence made by hand.</summary>
internal static class Replay
{
    public static async Task<Ended> RunAsync(IReadOnlyList<DomainEvidence> evidence, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.At("seen.json"), Bytes(evidence), TestContext.Current.CancellationToken);
        return await Started.StrictPostAsync(folder.Path, ["check", "--replay", "seen.json", .. arguments]);
    }

    public static Task<Ended> RunAsync(DomainEvidence evidence, params string[] arguments) => RunAsync([evidence], arguments);

    /// <summary>As <c>--save</c> writes it.</summary>
    public static byte[] Bytes(IReadOnlyList<DomainEvidence> evidence) =>
        [.. evidence.SelectMany(one => EvidenceFile.Write(new SavedCheck(one, CheckContext.Default), indented: evidence.Count == 1).Append((byte)'\n'))];
}
