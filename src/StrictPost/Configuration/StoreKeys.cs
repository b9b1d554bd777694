using StrictPost.CommandLine;
using StrictPost.Engine.Storage;

namespace StrictPost.Configuration;

/// <summary>Where the keys that seal secrets in the store come from.</summary>
internal static class StoreKeys
{
    private const string Variable = "STRICTPOST_STORE_KEY";

    /// <summary>The keys, or null where there are none yet: looking makes nothing.</summary>
    /// <exception cref="StoreException">The keys cannot be read.</exception>
    public static StoreSecrets? OpenExisting(Settings settings) =>
        settings.StoreKey is null && settings.StoreKeyFile is null && !File.Exists(StoreKeyFile.UsualPath(settings.Data)) ? null : Open(settings);

    /// <summary>From the environment, else from the file that is configured, else from one in the data folder, made at the first use.</summary>
    /// <exception cref="Refusal">Several nodes share a store, and no key that they could share is configured.</exception>
    /// <exception cref="StoreException">The keys cannot be read.</exception>
    public static StoreSecrets Open(Settings settings)
    {
        if (settings.StoreKey is { } keys)
            return StoreSecrets.Parse(keys, Variable);
        if (settings.StoreKeyFile is { } file)
            return StoreKeyFile.Read(file);
        if (settings.StorePostgres is not null)
        {
            throw new Refusal(
                "With PostgreSQL, all nodes need the same key for the secrets in the store, and none is configured.",
                $"Make one with `strictpost store new-key > store.key`, give it to every node, and name it with `store.key_file` or {Variable}.");
        }

        DataFolder.Prepare(settings.Data);
        return StoreKeyFile.Ensure(settings.Data);
    }
}
