using System.Security.Cryptography;
using System.Text;

namespace StrictPost.Engine.Storage;

/// <summary>
/// Seals private keys before they are stored: AES-256-GCM, bound to what they are for, so that a sealed key cannot be moved
/// to another row. The first key seals; all of them open, so that a key can be changed for another without a gap.
/// Safe for use from several threads.
/// </summary>
public sealed class StoreSecrets
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    private const byte Version = 1;
    private const int IdSize = 4;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + IdSize + NonceSize + TagSize;

    private readonly byte[][] _keys;

    private StoreSecrets(byte[][] keys) => _keys = keys;

    /// <summary>A fresh key, as a line for a key file.</summary>
    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize));

    /// <summary>The keys in a text: one a line, as base64 of 32 bytes; lines that begin with # do not count.</summary>
    /// <param name="text">The content of a key file, or of a variable.</param>
    /// <param name="origin">What messages call it; the text itself is never repeated.</param>
    /// <exception cref="StoreException">It holds no key, or something else.</exception>
    public static StoreSecrets Parse(string text, string origin)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToArray();
        var keys = new byte[lines.Length][];
        for (int i = 0; i < lines.Length; i++)
        {
            keys[i] = new byte[KeySize];
            if (!Convert.TryFromBase64String(lines[i], keys[i], out int written) || written != KeySize)
                throw Bad($"Key {i + 1} in {origin} is no base64 text of {KeySize} bytes.");
        }

        return keys.Length > 0 ? new StoreSecrets(keys) : throw Bad($"There is no key in {origin}.");
    }

    /// <summary>Seals a secret.</summary>
    /// <param name="purpose">What it is for, such as <c>certificate mta-sts.example.org</c>; the same must be given to open it.</param>
    /// <param name="plain">The secret.</param>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plain)
    {
        var box = new byte[Overhead + plain.Length];
        box[0] = Version;
        IdOf(_keys[0]).CopyTo(box.AsSpan(1));
        var nonce = box.AsSpan(1 + IdSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_keys[0], TagSize);
        cipher.Encrypt(nonce, plain, box.AsSpan(Overhead), box.AsSpan(Overhead - TagSize, TagSize), Encoding.UTF8.GetBytes(purpose));
        return box;
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <exception cref="StoreException">No key fits, or the bytes are not what was sealed for this purpose.</exception>
    public byte[] Open(string purpose, ReadOnlySpan<byte> box)
    {
        if (box.Length < Overhead || box[0] != Version)
            throw Damaged(purpose, null);
        var key = KeyFor(box.Slice(1, IdSize)) ?? throw new StoreException(
            $"The secret `{purpose}` was sealed with a key that is not here.",
            "Add the key to the file that `store.key_file` names, below the first line; a backup of it will do. If it is lost for good: strictpost store rekey --forget-lost");
        var plain = new byte[box.Length - Overhead];
        using var cipher = new AesGcm(key, TagSize);
        try
        {
            cipher.Decrypt(box.Slice(1 + IdSize, NonceSize), box[Overhead..], box.Slice(Overhead - TagSize, TagSize), plain, Encoding.UTF8.GetBytes(purpose));
            return plain;
        }
        catch (AuthenticationTagMismatchException fault)
        {
            throw Damaged(purpose, fault);
        }
    }

    /// <summary>True when the box was not sealed with the first key.</summary>
    public bool IsStale(ReadOnlySpan<byte> box) => box.Length < Overhead || !box.Slice(1, IdSize).SequenceEqual(IdOf(_keys[0]));

    private byte[]? KeyFor(ReadOnlySpan<byte> id)
    {
        foreach (byte[] key in _keys)
        {
            if (id.SequenceEqual(IdOf(key)))
                return key;
        }

        return null;
    }

    /// <summary>Tells keys apart without giving anything of them away.</summary>
    private static ReadOnlySpan<byte> IdOf(byte[] key) => HMACSHA256.HashData(key, "strictpost key id"u8).AsSpan(0, IdSize);

    private static StoreException Bad(string message) => new(message, "Make a key with `strictpost store new-key`, one line for each.");

    private static StoreException Damaged(string purpose, Exception? cause) => new(
        $"The secret `{purpose}` in the store is damaged, or was moved there from elsewhere.", "Restore the store from a backup.", cause);
}
