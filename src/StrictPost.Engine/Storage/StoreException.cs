using Microsoft.Data.Sqlite;
using Npgsql;

namespace StrictPost.Engine.Storage;

/// <summary>The store cannot be used, for a reason outside the program: its message is for the administrator.</summary>
public sealed class StoreException : Exception
{
    /// <summary>A reason, and what to do about it.</summary>
    public StoreException(string message, string fix, Exception? cause = null)
        : base(message, cause) => Fix = fix;

    /// <summary>What the administrator should do.</summary>
    public string Fix { get; }

    /// <summary>True where it may well work later: the store is away, or busy.</summary>
    public bool IsPassing { get; init; }

    internal static StoreException Of(SqliteException fault, string path) => fault.SqliteErrorCode switch
    {
        SqliteCodes.Busy or SqliteCodes.Locked => new(
            $"The store {path} is busy: another program kept writing to it for too long.",
            "Try again; if it stays so, look for a `strictpost` that hangs.",
            fault)
        {
            IsPassing = true,
        },
        SqliteCodes.CannotOpen or SqliteCodes.Permission or SqliteCodes.ReadOnly => new(
            $"The store {path} cannot be opened.", "Check that the folder exists and that this user may write to it.", fault),
        SqliteCodes.Full => new($"The disk that holds the store {path} is full.", "Make room, and try again.", fault),
        SqliteCodes.Corrupt or SqliteCodes.NotADatabase => new(
            $"The file {path} is damaged, or is no store.", "Restore it from a backup, or choose another folder with `--data`.", fault),
        _ => new($"The store {path} failed: {fault.Message}", "Check the disk and the folder that hold it.", fault),
    };

    internal static StoreException Of(PostgresException fault, string name) => fault.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
            $"PostgreSQL refuses the user for {name}: {fault.MessageText}", "Check user and password in `store.postgres`, and the server's pg_hba.conf.", fault),
        PostgresErrorCodes.InvalidCatalogName => new(
            $"PostgreSQL has no such database: {name}.", "Make it, with `createdb`, for the user that `store.postgres` names.", fault),
        PostgresErrorCodes.InsufficientPrivilege => new(
            $"The user may not use the PostgreSQL store {name}: {fault.MessageText}", "Make this user the owner of the database, or of a schema in it.", fault),
        PostgresErrorCodes.UndefinedTable => new(
            $"The PostgreSQL store {name} is empty.", "Bring it up to date with `strictpost store migrate`.", fault),
        PostgresErrorCodes.DiskFull => new($"The disk of the PostgreSQL store {name} is full.", "Make room, and try again.", fault),
        PostgresErrorCodes.TooManyConnections => new(
            $"The PostgreSQL store {name} takes no more connections.", "Raise max_connections, or set a smaller `Maximum Pool Size` in `store.postgres`.", fault),
        _ => new($"The PostgreSQL store {name} failed: {fault.MessageText} ({fault.SqlState})", "See the server's log.", fault)
        {
            IsPassing = fault.IsTransient,
        },
    };
}

/// <summary>SQLite's result codes that an administrator can do something about (sqlite.org/rescode.html).</summary>
internal static class SqliteCodes
{
    public const int Permission = 3;
    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int NotADatabase = 26;
}
