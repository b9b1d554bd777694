namespace StrictPost.Engine.Storage;

/// <summary>Where an installation keeps what it knows.</summary>
/// <param name="Folder">The data folder: it holds the SQLite store, or beside a PostgreSQL store what one node keeps for itself.</param>
public sealed record StorePlace(string Folder)
{
    /// <summary>The connection string of a PostgreSQL database; null for SQLite.</summary>
    public string? Postgres { get; init; }

    /// <summary>True when there is a store already, as far as that can be known without connecting.</summary>
    public bool MayHold => Postgres is not null || new SqliteFile(Folder).Exists;

    /// <summary>The folder, or that it is PostgreSQL; no password.</summary>
    public override string ToString() => Postgres is null ? Folder : "PostgreSQL";
}
