namespace StrictPost.Engine.Storage;

/// <summary>All SQL about domains. Plain, so that another database needs few changes.</summary>
internal static class DomainSql
{
    private const string Current =
        """
        SELECT d.name, d.policy_id, d.rua, p.body
        FROM domain d JOIN publication p ON p.domain = d.name AND p.policy_id = d.policy_id
        """;

    public const string All = Current + " ORDER BY d.name;";

    public const string One = Current + " WHERE d.name = @name;";

    public const string Names = "SELECT name FROM domain ORDER BY name;";

    public const string LastPublication =
        "SELECT policy_id, body FROM publication WHERE domain = @name ORDER BY policy_id DESC LIMIT 1;";

    public const string Publish =
        """
        INSERT INTO publication (domain, policy_id, body, published_at) VALUES (@name, @id, @body, @now)
        ON CONFLICT (domain, policy_id) DO NOTHING;
        """;

    public const string Enrol =
        """
        INSERT INTO domain (name, policy_id, rua) VALUES (@name, @id, @rua)
        ON CONFLICT (name) DO UPDATE SET policy_id = excluded.policy_id, rua = excluded.rua;
        """;

    public const string Remove = "DELETE FROM domain WHERE name = @name;";

    /// <summary>Gives the domain's change a new, higher number.</summary>
    public const string NoteChange = "DELETE FROM change WHERE domain = @name; INSERT INTO change (domain) VALUES (@name);";

    public const string LastChange = "SELECT max(sequence) FROM change;";

    public const string ServedBodies =
        "SELECT d.name, p.body FROM domain d JOIN publication p ON p.domain = d.name AND p.policy_id = d.policy_id;";

    public const string ChangedBodies =
        """
        SELECT c.domain, p.body, c.sequence
        FROM change c
        LEFT JOIN domain d ON d.name = c.domain
        LEFT JOIN publication p ON p.domain = d.name AND p.policy_id = d.policy_id
        WHERE c.sequence > @seen ORDER BY c.sequence;
        """;
}
