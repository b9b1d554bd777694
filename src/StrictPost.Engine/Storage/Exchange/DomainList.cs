using System.Collections.Immutable;
using System.Text;

namespace StrictPost.Engine.Storage.Exchange;

/// <summary>One thing wrong with a list of domains.</summary>
/// <param name="Where">Line or entry, in words.</param>
/// <param name="Field">Which field; null when it is about the entry as a whole.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Fix">What to do, in one sentence.</param>
public sealed record ListProblem(string Where, string? Field, string Message, string Fix);

/// <summary>A list of domains as it was read: use it only when there is no problem.</summary>
/// <param name="Domains">What could be read.</param>
/// <param name="Problems">What could not; at most <see cref="DomainList.MostProblems"/>.</param>
public sealed record DomainListReading(ImmutableArray<DomainSettings> Domains, ImmutableArray<ListProblem> Problems);

/// <summary>Lists of domains that go in and out: JSON or CSV.</summary>
public static class DomainList
{
    /// <summary>Largest list, in bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>After this many problems reading stops.</summary>
    public const int MostProblems = 20;

    /// <summary>Reads a list; whether it is JSON or CSV shows at its first character. Never throws for what stands in it.</summary>
    public static DomainListReading Read(ReadOnlyMemory<byte> list)
    {
        var bytes = list.Span.StartsWith("\uFEFF"u8) ? list[3..] : list;
        var entries = new EntryReader();
        var start = bytes.Span.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty)
            entries.Add(new ListProblem("the list", null, "It is empty.", "Give a JSON array, or CSV with a header line; `strictpost domain export` shows both."));
        else if (start[0] is (byte)'[' or (byte)'{')
            JsonDomainList.Read(bytes, entries);
        else
            CsvDomainList.Read(Encoding.UTF8.GetString(bytes.Span), entries);
        return entries.ToReading();
    }
}
