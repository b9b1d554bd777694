using System.Data.Common;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Storage;

/// <summary>Between rows and records. The store keeps text as it is published, and it is parsed when read.</summary>
internal static class DomainRows
{
    /// <summary>Between two addresses, as in the record (RFC 8460 §3); an address itself cannot hold it.</summary>
    private const char RuaSeparator = ',';

    public static string RuaText(DomainSettings settings) => string.Join(RuaSeparator, settings.Rua);

    public static EnrolledDomain Read(DbDataReader row)
    {
        string name = row.GetString(0);
        if (!DomainName.TryParse(name, out var domain) || StsPolicy.Parse(row.GetString(3)).Value is not { } policy)
            throw Unreadable(name);

        var rua = row.GetString(2).Split(RuaSeparator, StringSplitOptions.RemoveEmptyEntries).Select(text => ReportUri.Parse(text).Value);
        return new EnrolledDomain(new DomainSettings(domain, policy) { Rua = [.. rua.OfType<ReportUri>()] }, row.GetString(1))
        {
            LeavingSince = row.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        };
    }

    public static (DomainName Domain, DateTimeOffset Since) ReadLeaving(DbDataReader row) => DomainName.TryParse(row.GetString(0), out var domain)
        ? (domain, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)))
        : throw Unreadable(row.GetString(0));

    private static StoreException Unreadable(string name) => new(
        $"The store holds a domain that cannot be read: {name}.", "Restore the store from a backup; it was changed by another program.");
}
