namespace StrictPost.Engine.Storage.Reports;

/// <summary>The SQL that puts read reports into the store, as SQLite and PostgreSQL both read it.</summary>
internal static class ReportSql
{
    public const string TakePending = "DELETE FROM report_pending WHERE id = @id;";

    public const string AddObstacle =
        """
        INSERT INTO report_quarantine (id, position, code, value, expected, detail, found_at) VALUES (@id, @position, @code, @value, @expected, @detail, @at);
        """;

    public const string FindCounted = "SELECT id, position, trust, standing FROM report WHERE identity = @identity AND standing <> 'copy';";

    public const string MakeCopy = "UPDATE report SET standing = 'copy' WHERE id = @id AND position = @position;";

    public const string Uncount = "UPDATE report_policy SET counted = 0 WHERE id = @id AND report = @report;";

    public const string AddReport =
        """
        INSERT INTO report (id, position, identity, standing, organization, reporter, report_id, contact, start_at, end_at, day, trust, signer, trust_detail)
        VALUES (@id, @position, @identity, @standing, @organization, @reporter, @reportId, @contact, @start, @end, @day, @trust, @signer, @detail)
        ON CONFLICT (identity) WHERE standing <> 'copy' DO NOTHING;
        """;

    public const string AddPolicy =
        """
        INSERT INTO report_policy (id, report, position, domain, type, version, mx_hosts, successful, failed, counted)
        VALUES (@id, @report, @position, @domain, @type, @version, @mx, @successful, @failed, @counted);
        """;

    public const string AddFailure =
        """
        INSERT INTO report_failure
          (id, report, policy, position, result, cause, sending_ip, receiving_mx, receiving_helo, receiving_ip, sessions, reason, information)
        VALUES (@id, @report, @policy, @position, @result, @cause, @sending, @mx, @helo, @receiving, @sessions, @reason, @information);
        """;

    public const string AddVersion = "INSERT INTO report_version (version, type, lines) VALUES (@version, @type, @lines) ON CONFLICT (version) DO NOTHING;";

    public const string IsEnrolled = "SELECT count(*) FROM domain WHERE name = @name;";

    public const string AddDay =
        """
        INSERT INTO report_day (domain, day, reporter, trust, reports, successful, refused, delivered, unclear)
        VALUES (@domain, @day, @reporter, @trust, @reports, @successful, @refused, @delivered, @unclear)
        ON CONFLICT (domain, day, reporter, trust) DO UPDATE SET
          reports = report_day.reports + excluded.reports, successful = report_day.successful + excluded.successful,
          refused = report_day.refused + excluded.refused, delivered = report_day.delivered + excluded.delivered,
          unclear = report_day.unclear + excluded.unclear;
        """;

    public const string AddDomainDay =
        """
        INSERT INTO report_domain_day (day, domain, verified, reports, successful, refused, delivered, unclear)
        VALUES (@time, @domain, @verified, @reports, @successful, @refused, @delivered, @unclear)
        ON CONFLICT (day, domain, verified) DO UPDATE SET
          reports = report_domain_day.reports + excluded.reports, successful = report_domain_day.successful + excluded.successful,
          refused = report_domain_day.refused + excluded.refused, delivered = report_domain_day.delivered + excluded.delivered,
          unclear = report_domain_day.unclear + excluded.unclear;
        """;

    public const string AddDomainMonth =
        """
        INSERT INTO report_domain_month (month, domain, verified, reports, successful, refused, delivered, unclear)
        VALUES (@time, @domain, @verified, @reports, @successful, @refused, @delivered, @unclear)
        ON CONFLICT (month, domain, verified) DO UPDATE SET
          reports = report_domain_month.reports + excluded.reports, successful = report_domain_month.successful + excluded.successful,
          refused = report_domain_month.refused + excluded.refused, delivered = report_domain_month.delivered + excluded.delivered,
          unclear = report_domain_month.unclear + excluded.unclear;
        """;

    public const string AddDayPolicy =
        """
        INSERT INTO report_day_policy (domain, day, reporter, trust, type, version, successful, failed)
        VALUES (@domain, @day, @reporter, @trust, @type, @version, @successful, @failed)
        ON CONFLICT (domain, day, reporter, trust, type, version) DO UPDATE SET
          successful = report_day_policy.successful + excluded.successful, failed = report_day_policy.failed + excluded.failed;
        """;

    public const string AddDayFailure =
        """
        INSERT INTO report_day_failure (domain, day, reporter, trust, type, version, mx, cause, result, network, sessions)
        VALUES (@domain, @day, @reporter, @trust, @type, @version, @mx, @cause, @result, @network, @sessions)
        ON CONFLICT (domain, day, reporter, trust, type, version, mx, cause, result, network) DO UPDATE SET
          sessions = report_day_failure.sessions + excluded.sessions;
        """;

    /// <summary>Rows that a withdrawn report left at nothing.</summary>
    public static readonly string[] DropEmpty =
    [
        "DELETE FROM report_domain_day WHERE domain = @domain AND day = @day AND reports = 0;",
        "DELETE FROM report_day WHERE domain = @domain AND day = @day AND reports = 0;",
        "DELETE FROM report_day_policy WHERE domain = @domain AND day = @day AND successful = 0 AND failed = 0;",
        "DELETE FROM report_day_failure WHERE domain = @domain AND day = @day AND sessions = 0;",
    ];

    /// <summary>The same of months.</summary>
    public const string DropEmptyMonth = "DELETE FROM report_domain_month WHERE domain = @domain AND month = @month AND reports = 0;";
}
