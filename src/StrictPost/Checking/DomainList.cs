using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Text;

namespace StrictPost.Checking;

/// <summary>
/// Lists of domains: plain lines, where <c>#</c> begins a remark, or CSV with a header, of which the column <c>domain</c> (or
/// another) holds the domain and <c>previous_mx</c> may hold former mail hosts, separated by blanks.
/// </summary>
internal static class DomainList
{
    private const string DomainColumn = "domain";
    private const string PreviousMxColumn = "previous_mx";

    /// <summary>The entries one by one, good and bad; what is wrong with one never ends the list.</summary>
    /// <param name="stream">The list.</param>
    /// <param name="column">The CSV column that holds the domain; null for <c>domain</c> where the first line has it, else plain lines.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Refusal">The list is empty, is no text, or has no such column.</exception>
    public static async IAsyncEnumerable<ListedDomain> ReadAsync(
        Stream stream, string? column, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Header? header = null;
        bool first = true;
        bool any = false;
        await foreach (var (number, text) in TextLines.ReadAsync(stream, cancellationToken))
        {
            if (text.Trim() is not { Length: > 0 } line || line[0] == '#')
                continue;
            if (first)
            {
                first = false;
                header = Header.Of(line, column);
                if (header is not null)
                    continue;
            }

            any = true;
            yield return header is null ? Plain(number, line) : header.Read(number, line);
        }

        if (!any)
            throw new Refusal("The list holds no domain.", "Give one domain on each line, such as `example.org`.");
    }

    private static ListedDomain Plain(int number, string line)
    {
        int remark = line.IndexOf(" #", StringComparison.Ordinal);
        string text = remark < 0 ? line : line[..remark].TrimEnd();
        return new ListedDomain(number, text, DomainInput.Domain(text));
    }

    /// <summary>Where the columns are.</summary>
    private sealed record Header(int Domain, int PreviousMx)
    {
        public static Header? Of(string line, string? column)
        {
            var names = Fields(line).ConvertAll(name => name.Trim().ToLowerInvariant());
            int domain = names.IndexOf((column ?? DomainColumn).ToLowerInvariant());
            if (domain >= 0)
                return new Header(domain, names.IndexOf(PreviousMxColumn));
            return column is null
                ? null
                : throw new Refusal($"The list has no column `{column}`.", $"Its first line names {string.Join(", ", names.Select(name => $"`{name}`"))}.");
        }

        public ListedDomain Read(int number, string line)
        {
            var fields = Fields(line);
            string text = Domain < fields.Count ? fields[Domain].Trim() : "";
            string former = PreviousMx >= 0 && PreviousMx < fields.Count ? fields[PreviousMx] : "";
            return new ListedDomain(number, text, DomainInput.Domain(text)) { PreviousMx = Names(former) };
        }

        private static List<string> Fields(string line) =>
            CsvRow.Read(line).FirstOrDefault()?.Fields.ToList() ?? [];

        /// <summary>A former host that is no name can match nothing, and is left out.</summary>
        private static ImmutableArray<DomainName> Names(string text) =>
            [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => DomainName.Parse(name).Value).OfType<DomainName>()];
    }
}
