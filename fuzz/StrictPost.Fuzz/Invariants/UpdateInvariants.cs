using StrictPost.Engine.Publishing;
using StrictPost.Engine.Publishing.Wire;
using StrictPost.Protocol.Text;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What must hold for key files, and for what a DNS server answers to an update.</summary>
internal static class UpdateInvariants
{
    /// <summary>A key file.</summary>
    public static void CheckKeyFile(string text)
    {
        var reading = UpdateKeyFile.Parse(text);
        Unless((reading.Key is null) == (reading.Fault is not null), "there is a key exactly when there is no fault");
        Unless((reading.Fault is null) == (reading.Fix is null), "each fault has a fix");
        Unless(reading.Fault is not { } fault || fault.Length < 1000 && Printable.Escape(fault) == fault, "a fault can be printed");
        Unless(reading.Key is not { } key || key.Name.Length is > 0 and <= DomainName.MaxLength && key.ToString() == key.Name, "a key shows its name, and no more");
        if (reading.Key is not null)
            Unless(UpdateKeyFile.Parse($"# {text.ReplaceLineEndings("\n# ")}\n{text}").Key?.Name == reading.Key.Name, "comments change nothing");
    }

    /// <summary>A response.</summary>
    public static void CheckResponse(byte[] bytes)
    {
        if (WireMessage.Read(bytes) is not { } message)
            return;
        Unless(message.SignatureAt is null or >= WireMessage.HeaderLength, "a signature stands behind the header");
        foreach (var record in message.Answers)
        {
            Unless(record.Name.Length <= 4 * DomainName.MaxLength + 8, "a name has an end");
            _ = record.Data.Joined();
            _ = record.Data.Target();
        }

        var key = UpdateKeyFile.Parse("key k { algorithm hmac-sha256; secret \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"; };").Key!;
        if (TransactionSignature.Of(message) is { } signature)
            Unless(!signature.Proves(message, new byte[32], key), "nobody's signature holds who does not know the key");
    }
}
