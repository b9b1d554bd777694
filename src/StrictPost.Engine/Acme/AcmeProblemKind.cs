namespace StrictPost.Engine.Acme;

/// <summary>The kinds of problems that something here depends on (RFC 8555 §6.7, RFC 9773 §7.4).</summary>
public static class AcmeProblemKind
{
    public const string AccountDoesNotExist = "accountDoesNotExist";
    public const string AlreadyReplaced = "alreadyReplaced";
    public const string BadNonce = "badNonce";
    public const string Caa = "caa";
    public const string Connection = "connection";
    public const string Dns = "dns";
    public const string ExternalAccountRequired = "externalAccountRequired";
    public const string IncorrectResponse = "incorrectResponse";
    public const string Malformed = "malformed";
    public const string OrderNotReady = "orderNotReady";
    public const string RateLimited = "rateLimited";
    public const string RejectedIdentifier = "rejectedIdentifier";
    public const string ServerInternal = "serverInternal";
    public const string Tls = "tls";
    public const string Unauthorized = "unauthorized";
    public const string UserActionRequired = "userActionRequired";
}
