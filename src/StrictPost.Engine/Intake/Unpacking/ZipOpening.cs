using System.IO.Compression;
using StrictPost.Protocol.Findings;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>Looks at the files in a zip archive. The sizes that it states are not believed.</summary>
internal static class ZipOpening
{
    /// <summary>Files that an archive may list. With more the list is not read, since each takes memory.</summary>
    private const int MostListed = 1_000;

    private static ReadOnlySpan<byte> ListedFile => "PK\u0001\u0002"u8;

    /// <summary>Opens each file.</summary>
    public static void Open(Part archive, Unpacker unpacker)
    {
        if (archive.Bytes.Span.Count(ListedFile) > MostListed)
        {
            unpacker.Obstruct(archive, DeliveryFindings.TooManyParts.Found(expected: $"{ReportReader.MostParts}"));
            return;
        }

        using var stream = MailReading.AsStream(archive.Bytes);
        if (TryRead(stream) is not { } zip)
        {
            unpacker.Obstruct(archive, DeliveryFindings.ArchiveBroken.Found(archive.Name));
            return;
        }

        using (zip)
        {
            foreach (var file in zip.Entries.Where(file => file.Name.Length > 0 && !file.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)))
            {
                if (!unpacker.Count(archive))
                    return;
                Open(file, archive, unpacker);
            }
        }
    }

    private static void Open(ZipArchiveEntry file, Part archive, Unpacker unpacker)
    {
        var part = archive with { Name = PartNames.For(file.Name, "a file") };
        if (file.IsEncrypted)
            unpacker.Obstruct(part, DeliveryFindings.ArchiveEncrypted.Found(part.Name));
        else if (TryOpen(file) is not { } content)
            unpacker.Obstruct(part, DeliveryFindings.ArchiveBroken.Found(part.Name));
        else
        {
            using (content)
                unpacker.Expand(part, content, bytes => archive.Entry(bytes, part.Name));
        }
    }

    private static ZipArchive? TryRead(Stream stream)
    {
        try
        {
            var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = zip.Entries;
            return zip;
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            return null;
        }
    }

    private static Stream? TryOpen(ZipArchiveEntry file)
    {
        try
        {
            return file.Open();
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            return null;
        }
    }

    private static bool IsBroken(Exception fault) => fault is InvalidDataException or IOException or NotSupportedException or ArgumentException;
}
