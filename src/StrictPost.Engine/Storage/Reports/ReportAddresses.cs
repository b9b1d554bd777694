using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>
/// To whom reports come. Each enrolled domain has a secret (128 bits) in the address that its reports are posted to:
/// <c>https://mta-sts.DOMAIN/v1/tlsrpt/SECRET</c>. Safe for use from several threads.
/// </summary>
public sealed class ReportAddresses(Database database)
{
    /// <summary>The path of the address, in front of the secret.</summary>
    public const string Path = "/v1/tlsrpt/";

    /// <summary>Characters of a secret.</summary>
    public const int TokenLength = 22;

    private const int TokenBytes = 16;

    private const string Add = "INSERT INTO report_address (domain, token) VALUES (@domain, @token) ON CONFLICT (domain) DO NOTHING;";
    private const string Replace = "UPDATE report_address SET token = @token WHERE domain = @domain;";
    private const string TokenOf = "SELECT token FROM report_address WHERE domain = @domain;";
    private const string IsEnrolled = "SELECT count(*) FROM domain WHERE name = @name;";

    /// <summary>The secret of an enrolled domain; made where there is none yet.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public Task<string> TokenAsync(DomainName domain, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var add = write.Connection.Prepare(Add, "@domain", "@token");
        await add.With(domain.Ascii, NewToken()).ExecuteNonQueryAsync(cancellationToken);
        await using var find = write.Connection.Prepare(TokenOf, "@domain");
        return (string)(await find.With(domain.Ascii).ExecuteScalarAsync(cancellationToken))!;
    }, cancellationToken);

    /// <summary>Gives a domain a new secret; what is posted to the old address is refused from now on.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public Task ChangeAsync(DomainName domain, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = write.Connection.Prepare(Replace, "@token", "@domain");
        return await command.With(NewToken(), domain.Ascii).ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Whether a text is the secret of an enrolled domain, in A-labels. The comparison takes as long for a near miss as for any other.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<bool> OpensAsync(string domain, string token, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(TokenOf, "@domain");
        return await command.With(domain).ExecuteScalarAsync(cancellationToken) is string secret
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(token));
    }, cancellationToken);

    /// <summary>Whether a domain, in A-labels, is enrolled.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<bool> IsEnrolledAsync(string domain, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(IsEnrolled, "@name");
        return await command.With(domain).ExecuteScalarAsync(cancellationToken) is > 0L;
    }, cancellationToken);

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
}
