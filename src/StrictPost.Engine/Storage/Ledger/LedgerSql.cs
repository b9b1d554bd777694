using System.Text;

namespace StrictPost.Engine.Storage.Ledger;

/// <summary>All SQL about what was served, as SQLite and PostgreSQL both read it.</summary>
internal static class LedgerSql
{
    /// <summary>
    /// The bodies; then up to which change all nodes have reported, null where there is none, and until when a node that left no record may
    /// have served the body. One statement, so that all of it is of one moment.
    /// </summary>
    private const string Bodies =
        """
        SELECT p.domain, p.policy_id, p.body, p.published_at, p.first_served, p.last_served, p.retired_at, p.retired_sequence,
          (SELECT min(n.sequence) FROM node n WHERE n.stopped_at IS NULL OR n.stopped_at > @stopped),
          (SELECT max(u.ended_at) FROM unrecorded u
           WHERE u.ended_at >= p.published_at AND (p.retired_sequence IS NULL OR p.retired_sequence > u.sequence))
        FROM publication p
        """;

    public const string BodiesOfOne = Bodies + " WHERE p.domain = @name ORDER BY p.policy_id;";

    public const string BodiesOfLeaving =
        Bodies + " JOIN domain d ON d.name = p.domain WHERE d.leaving_since IS NOT NULL ORDER BY p.domain, p.policy_id;";

    public const string Fetches =
        """
        SELECT family, CAST(sum(times) AS BIGINT), max(last_at), count(DISTINCT network) FROM policy_fetch
        WHERE domain = @name AND day >= @day GROUP BY family ORDER BY 2 DESC, 1;
        """;

    public const string Nodes = "SELECT name, started_at, seen_at, sequence, stopped_at FROM node ORDER BY name;";

    /// <summary>Nodes that have not yet reported about all that was retired of a domain.</summary>
    public const string NodesBehind =
        """
        SELECT name, started_at, seen_at, sequence, stopped_at FROM node
        WHERE (stopped_at IS NULL OR stopped_at > @stopped)
          AND sequence < (SELECT max(retired_sequence) FROM publication WHERE domain = @name)
        ORDER BY name;
        """;

    public const string Node = "SELECT process, seen_at, sequence FROM node WHERE name = @name;";

    /// <summary>A name that is taken goes to who asked last: the other one notices when it reports.</summary>
    public const string Enter =
        """
        INSERT INTO node (name, process, started_at, seen_at, sequence, stopped_at) VALUES (@name, @process, @now, @now, @sequence, NULL)
        ON CONFLICT (name) DO UPDATE SET process = excluded.process, started_at = excluded.started_at, seen_at = excluded.seen_at,
          sequence = excluded.sequence, stopped_at = NULL;
        """;

    public const string SeeNode = "UPDATE node SET seen_at = @now, sequence = @sequence WHERE name = @name AND process = @process;";

    public const string StopNode = "UPDATE node SET stopped_at = @now WHERE name = @name AND process = @process;";

    public const string RemoveNode = "DELETE FROM node WHERE name = @name AND process = @process;";

    public const string ForgetNode = "DELETE FROM node WHERE name = @name;";

    public const string NoteUnrecorded =
        """
        INSERT INTO unrecorded (node, began_at, ended_at, sequence) VALUES (@node, @began, @now, @sequence)
        ON CONFLICT (node, ended_at) DO UPDATE SET sequence = CASE WHEN excluded.sequence < unrecorded.sequence THEN excluded.sequence ELSE unrecorded.sequence END;
        """;

    public const string DropUnrecorded = "DELETE FROM unrecorded WHERE ended_at < @before;";

    /// <summary>Some domains that still have rows for single days before a given one; those of day 0 are added up already.</summary>
    public const string UnfoldedDomains = "SELECT DISTINCT domain FROM policy_fetch WHERE day > 0 AND day < @day LIMIT 200;";

    /// <summary>Adds the older days of one domain up, into one row for each body and family.</summary>
    public const string Fold =
        """
        INSERT INTO policy_fetch (domain, policy_id, day, family, network, times, last_at)
        SELECT domain, policy_id, 0, family, @any, CAST(sum(times) AS BIGINT), max(last_at) FROM policy_fetch
        WHERE domain = @name AND day > 0 AND day < @day GROUP BY domain, policy_id, family
        ON CONFLICT (domain, policy_id, day, family, network) DO UPDATE SET times = policy_fetch.times + excluded.times,
          last_at = CASE WHEN excluded.last_at > policy_fetch.last_at THEN excluded.last_at ELSE policy_fetch.last_at END;
        """;

    public const string DropFolded = "DELETE FROM policy_fetch WHERE domain = @name AND day > 0 AND day < @day;";

    /// <summary>Adds so many rows of seven values to the counts.</summary>
    public static string AddFetches(int rows) =>
        $"""
        INSERT INTO policy_fetch (domain, policy_id, day, family, network, times, last_at) VALUES {Values(rows, 7)}
        ON CONFLICT (domain, policy_id, day, family, network) DO UPDATE SET times = policy_fetch.times + excluded.times,
          last_at = CASE WHEN excluded.last_at > policy_fetch.last_at THEN excluded.last_at ELSE policy_fetch.last_at END;
        """;

    /// <summary>Notes for so many bodies, each given as domain, id, first and last time, that they were served.</summary>
    public static string NoteServed(int rows) =>
        $"""
        WITH v (domain, policy_id, first_at, last_at) AS (VALUES {Values(rows, 4)})
        UPDATE publication SET
          first_served = CASE WHEN first_served <= v.first_at THEN first_served ELSE v.first_at END,
          last_served = CASE WHEN last_served >= v.last_at THEN last_served ELSE v.last_at END
        FROM v WHERE publication.domain = v.domain AND publication.policy_id = v.policy_id;
        """;

    /// <summary>The name of one value in <see cref="Values"/>.</summary>
    public static string Parameter(int index) => $"@p{index}";

    private static string Values(int rows, int columns)
    {
        var sql = new StringBuilder();
        for (int i = 0; i < rows * columns; i++)
        {
            sql.Append(i == 0 ? "(" : i % columns == 0 ? "), (" : ", ").Append(Parameter(i));
        }

        return sql.Append(')').ToString();
    }
}
