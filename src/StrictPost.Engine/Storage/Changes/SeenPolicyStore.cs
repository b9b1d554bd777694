using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Changes;

/// <summary>
/// The ledger of domains whose policy somebody else serves: what was seen being served, look by look. Between two looks the worst is
/// assumed, and of the time before the first one, too. Safe for use from several threads.
/// </summary>
public sealed class SeenPolicyStore(Database database)
{
    private const string Begin =
        """
        INSERT INTO seen_since (domain, since, earlier_max_age) VALUES (@domain, @now, @age)
        ON CONFLICT (domain) DO NOTHING;
        """;

    private const string SetEarlier = "UPDATE seen_since SET earlier_max_age = @age WHERE domain = @domain;";
    private const string Since = "SELECT since, earlier_max_age FROM seen_since WHERE domain = @domain;";
    private const string Domains = "SELECT domain FROM seen_since ORDER BY domain;";

    private const string Add =
        """
        INSERT INTO seen_policy (domain, body, first_seen, gone_at) VALUES (@domain, @body, @now, NULL)
        ON CONFLICT (domain, body) DO UPDATE SET gone_at = NULL;
        """;

    private const string Gone = "UPDATE seen_policy SET gone_at = @now WHERE domain = @domain AND body = @body AND gone_at IS NULL;";
    private const string Bodies = "SELECT body, first_seen, gone_at FROM seen_policy WHERE domain = @domain ORDER BY first_seen;";

    /// <summary>Watches a domain from now on, if it is not watched already.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="earlierMaxAge">
    /// The longest max_age of any policy before the first look, in seconds: 0 where there was none. Null to leave what is known, which is
    /// the longest that there can be until somebody says otherwise.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task WatchAsync(DomainName domain, int? earlierMaxAge, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var begin = write.Connection.Prepare(Begin, "@domain", "@now", "@age");
        long age = earlierMaxAge ?? StsPolicy.LongestMaxAge;
        await begin.With(domain.Ascii, write.Now.ToUnixTimeMilliseconds(), age).ExecuteNonQueryAsync(cancellationToken);
        if (earlierMaxAge is null)
            return 0;
        await using var set = write.Connection.Prepare(SetEarlier, "@age", "@domain");
        return await set.With(age, domain.Ascii).ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>The domains that are watched, as A-labels.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<string>> DomainsAsync(CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        var names = new List<string>();
        await using var command = connection.Prepare(Domains);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            names.Add(rows.GetString(0));
        return (IReadOnlyList<string>)names;
    }, cancellationToken);

    /// <summary>Writes a look down.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="bodies">What the addresses of the policy host served.</param>
    /// <param name="isWhole">True when every address was seen: what is not among the bodies is served no more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task SawAsync(DomainName domain, IReadOnlyCollection<string> bodies, bool isWhole, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        long now = write.Now.ToUnixTimeMilliseconds();
        await using var add = write.Connection.Prepare(Add, "@domain", "@body", "@now");
        foreach (string body in bodies)
            await add.With(domain.Ascii, body, now).ExecuteNonQueryAsync(cancellationToken);
        if (!isWhole)
            return 0;
        var known = await ListAsync(write.Connection, domain, cancellationToken);
        await using var gone = write.Connection.Prepare(Gone, "@now", "@domain", "@body");
        foreach (var (body, _, _) in known.Where(row => !bodies.Contains(row.Body, StringComparer.Ordinal)))
            await gone.With(now, domain.Ascii, body).ExecuteNonQueryAsync(cancellationToken);
        return known.Count;
    }, cancellationToken);

    /// <summary>What senders may hold, at worst.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="earlierMaxAge">The longest max_age before the first look, in seconds; null for what is on record.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<ImmutableArray<ServedBody>> LedgerAsync(DomainName domain, int? earlierMaxAge, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        var bodies = (await ListAsync(connection, domain, cancellationToken)).Select(row => Seen(row.Body, row.First, row.Gone)).OfType<ServedBody>();
        return (ImmutableArray<ServedBody>)[.. bodies, .. await EarlierAsync(connection, domain, earlierMaxAge, cancellationToken)];
    }, cancellationToken);

    /// <summary>What nobody saw: a policy that names no host, as strict as can be.</summary>
    private static async Task<ServedBody[]> EarlierAsync(
        DbConnection connection, DomainName domain, int? earlierMaxAge, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(Since, "@domain");
        await using var rows = await command.With(domain.Ascii).ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken) || (earlierMaxAge ?? rows.GetInt64(1)) is not (> 0 and var age))
            return [];
        var since = ChangeRows.Moment(rows.GetInt64(0));
        var worst = new StsPolicy { Mode = PolicyMode.Enforce, MaxAge = (int)age, Mx = [] };
        return [Body(worst, worst.ToBody(), since, since)];
    }

    private static ServedBody? Seen(string body, DateTimeOffset first, DateTimeOffset? gone) =>
        StsPolicy.Parse(body).Value is { } policy ? Body(policy, body, first, gone) : null;

    private static ServedBody Body(StsPolicy policy, string body, DateTimeOffset first, DateTimeOffset? gone)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        return new ServedBody(PolicyId.Create(body, first), policy, first, gone is null ? BodyStanding.Current : BodyStanding.Retired)
        {
            Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Size = bytes.Length,
            FirstServed = first,
            LastServed = gone,
            RetiredAt = gone,
        };
    }

    private static async Task<List<(string Body, DateTimeOffset First, DateTimeOffset? Gone)>> ListAsync(
        DbConnection connection, DomainName domain, CancellationToken cancellationToken)
    {
        var list = new List<(string, DateTimeOffset, DateTimeOffset?)>();
        await using var command = connection.Prepare(Bodies, "@domain");
        await using var rows = await command.With(domain.Ascii).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            list.Add((rows.GetString(0), ChangeRows.Moment(rows.GetInt64(1)), rows.IsDBNull(2) ? null : ChangeRows.Moment(rows.GetInt64(2))));
        return list;
    }
}
