namespace StrictPost.Engine.Storage;

/// <summary>All SQL about domains, as SQLite and PostgreSQL both read it.</summary>
internal static class DomainSql
{
    private const string Current =
        """
        SELECT d.name, d.policy_id, d.rua, p.body, d.leaving_since
        FROM domain d JOIN publication p ON p.domain = d.name AND p.policy_id = d.policy_id
        """;

    public const string All = Current + " ORDER BY d.name;";

    public const string One = Current + " WHERE d.name = @name;";

    public const string Names = "SELECT name FROM domain ORDER BY name;";

    public const string Leaving = "SELECT name, leaving_since FROM domain WHERE leaving_since IS NOT NULL ORDER BY name;";

    public const string LastPublication =
        "SELECT policy_id, body FROM publication WHERE domain = @name ORDER BY policy_id DESC LIMIT 1;";

    public const string Publish =
        """
        INSERT INTO publication (domain, policy_id, body, published_at) VALUES (@name, @id, @body, @now)
        ON CONFLICT (domain, policy_id) DO UPDATE SET retired_at = NULL, retired_sequence = NULL;
        """;

    public const string Enrol =
        """
        INSERT INTO domain (name, policy_id, rua, leaving_since) VALUES (@name, @id, @rua, @leaving)
        ON CONFLICT (name) DO UPDATE SET policy_id = excluded.policy_id, rua = excluded.rua, leaving_since = excluded.leaving_since;
        """;

    /// <summary>The body that was current is so no more; the change that replaced it is named, so that nodes can say when they have followed.</summary>
    public const string Retire =
        """
        UPDATE publication SET retired_at = @now, retired_sequence = @sequence
        WHERE domain = @name AND policy_id <> @id AND retired_at IS NULL;
        """;

    public const string Remove = "DELETE FROM domain WHERE name = @name;";

    public const string LastChange = "SELECT value FROM counter WHERE name = 'change';";

    public const string ServedBodies =
        "SELECT d.name, d.policy_id, p.body FROM domain d JOIN publication p ON p.domain = d.name AND p.policy_id = d.policy_id;";

    public const string Changes =
        """
        SELECT c.topic, c.name, c.sequence, d.policy_id, p.body
        FROM change_log c
        LEFT JOIN domain d ON c.topic = 'policy' AND d.name = c.name
        LEFT JOIN publication p ON p.domain = d.name AND p.policy_id = d.policy_id
        WHERE c.sequence > @seen ORDER BY c.sequence;
        """;
}
