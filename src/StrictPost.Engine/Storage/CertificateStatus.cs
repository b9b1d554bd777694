namespace StrictPost.Engine.Storage;

/// <summary>A certificate without its key.</summary>
/// <param name="Authority">Who issued it.</param>
/// <param name="NotBefore">Valid from.</param>
/// <param name="NotAfter">Valid until.</param>
public sealed record CertificateSummary(string Authority, DateTimeOffset NotBefore, DateTimeOffset NotAfter);

/// <summary>How it stands with a policy host's certificate, as far as nobody needs keys to tell.</summary>
/// <param name="Certificate">What is stored; null when nothing is.</param>
/// <param name="NextAttempt">When it is looked at next; null where authorities are not asked.</param>
/// <param name="Finding">What keeps it from being had or renewed; null when nothing does.</param>
public sealed record CertificateStatus(CertificateSummary? Certificate, DateTimeOffset? NextAttempt, StoredFinding? Finding)
{
    private const string Certificates = "SELECT authority, not_before, not_after FROM certificate WHERE host = @host;";

    private const string Work = "SELECT due_at, finding, finding_value, finding_detail, found_at FROM issuance WHERE host = @host;";

    /// <summary>The status of one host.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static Task<CertificateStatus> ReadAsync(Database database, string host, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        CertificateSummary? certificate = null;
        await using (var command = connection.Prepare(Certificates, "@host"))
        await using (var rows = await command.With(host).ExecuteReaderAsync(cancellationToken))
        {
            if (await rows.ReadAsync(cancellationToken))
                certificate = new CertificateSummary(rows.GetString(0), Moment(rows.GetInt64(1)), Moment(rows.GetInt64(2)));
        }

        await using var work = connection.Prepare(Work, "@host");
        await using var row = await work.With(host).ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return new CertificateStatus(certificate, null, null);
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        var finding = Text(1) is { } code ? new StoredFinding(code, Text(2), Text(3), Moment(row.GetInt64(4))) : null;
        return new CertificateStatus(certificate, Moment(row.GetInt64(0)), finding);
    }, cancellationToken);

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
