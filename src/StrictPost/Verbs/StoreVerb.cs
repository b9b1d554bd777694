using System.CommandLine;
using StrictPost.CommandLine;

namespace StrictPost.Verbs;

/// <summary><c>strictpost store</c>: looking after what an installation keeps.</summary>
internal static class StoreVerb
{
    public static Command Create(Terminal terminal) => new Verb(
        "store",
        "Look after the store: upgrades, checks, backups, moving between SQLite and PostgreSQL, keys.",
        "strictpost store check",
        "strictpost store backup strictpost-2026-12-01.db",
        "strictpost store copy --from sqlite --to postgres")
    {
        StoreMigrateVerb.Create(terminal),
        StoreCheckVerb.Create(terminal),
        StoreBackupVerb.Create(terminal),
        StoreCopyVerb.Create(terminal),
        StoreNewKeyVerb.Create(terminal),
        StoreRekeyVerb.Create(terminal),
    };
}
