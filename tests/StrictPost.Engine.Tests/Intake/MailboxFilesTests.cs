using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Mailboxes;
using StrictPost.Engine.Storage;
using static StrictPost.Engine.Tests.Intake.Reports;

namespace StrictPost.Engine.Tests.Intake;

/// <summary>Deliveries out of files: nothing is lost, nothing is taken twice, nothing hangs.</summary>
public sealed class MailboxFilesTests : IDisposable
{
    private const string Marker = "From tls@reporter.example Fri May  1 00:00:00 2026\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("strictpost-intake-").FullName;
    private readonly List<Delivery> _accepted = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Mbox_OfSeveralMessages_GivesEachWithoutItsMarkerAndQuotes()
    {
        string mbox = $"{Marker}A: 1\n\nFrom here on\n>From there\n>>From far\n\n{Marker}B: 2\nContent-Length: 9999\n\nx\n\nFrom me, with love\n\n{Marker}C: 3\n";

        var messages = await MboxAsync(Encoding.ASCII.GetBytes(mbox));

        Assert.Equal(["A: 1\n\nFrom here on\nFrom there\n>From far\n\n", "B: 2\nContent-Length: 9999\n\nx\n\nFrom me, with love\n\n", "C: 3\n"], messages);
    }

    [Fact]
    public async Task Mbox_WithLongLines_KeepsEveryByte()
    {
        string line = new string('x', 200_000) + "From ";
        Assert.Equal([$"A: {line}\n\n{line}"], await MboxAsync(Encoding.ASCII.GetBytes($"{Marker}A: {line}\n\n{line}")));
    }

    [Fact]
    public async Task Mbox_WithAMessageThatIsTooLarge_GivesTheOthers()
    {
        byte[] large = new byte[Delivery.MostBytes + 1];
        Array.Fill(large, (byte)'x');

        var messages = await MboxAsync([.. Encoding.ASCII.GetBytes($"{Marker}A: 1\n\n"), .. large, .. Encoding.ASCII.GetBytes($"\n\n{Marker}B: 2\n")]);

        Assert.Equal([null, "B: 2\n"], messages);
    }

    [Fact]
    public async Task Files_OfAllKinds_AreReadOrSayWhyNot()
    {
        Write("a.json", Json());
        Write("b.gz", Gzip(Json()));
        Write("c.mbox", Encoding.Latin1.GetBytes($"{Marker}{Encoding.Latin1.GetString(Mail(Part("application/gzip", Gzip(Json()))))}\n{Marker}Subject: x\n\ny\n"));
        Write("d.empty", []);
        Write("e.large", new byte[Delivery.MostBytes + 1]);
        Directory.CreateDirectory(Path.Combine(_folder, "f"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "f", "circle"), _folder);
        File.CreateSymbolicLink(Path.Combine(_folder, "g.dangling"), Path.Combine(_folder, "nowhere"));
        File.CreateSymbolicLink(Path.Combine(_folder, "h.device"), "/dev/zero");
        using (var fifo = Process.Start("mkfifo", [Path.Combine(_folder, "i.pipe")]))
            await fifo.WaitForExitAsync(TestContext.Current.CancellationToken);

        var files = await FilesAsync(_folder, Path.Combine(_folder, "missing"));

        Assert.Equal(
            [
                "a.json File", "b.gz File", "c.mbox, message 1 Folder", "c.mbox, message 2 Folder", "d.empty: it is empty, or no regular file", "e.large: it is larger than 16 MiB",
                "circle: it is a link to a folder, which is not followed", "g.dangling: it is empty, or no regular file", "h.device: it is empty, or no regular file",
                "i.pipe: it is empty, or no regular file", "missing: it is not there",
            ],
            files.Select(file => file.Delivery is { } delivery ? $"{Path.GetFileName(file.Name)} {delivery.Way}" : $"{Path.GetFileName(file.Name)}: {file.Obstacle}"),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task StandardInput_IsAMailOrAFile()
    {
        var mail = Assert.Single(await FilesAsync(new MemoryStream(Mail(Part("application/gzip", Gzip(Json())))), "-"));
        var json = Assert.Single(await FilesAsync(new MemoryStream(Json()), "-"));

        Assert.Equal((WayIn.Folder, WayIn.File), (mail.Delivery!.Way, json.Delivery!.Way));
    }

    [Fact]
    public async Task Maildir_NewAndUnseen_AreTakenOnceAndMarked()
    {
        MakeMaildir("m");
        Write("m/new/1.a", "one"u8.ToArray());
        Write("m/cur/2.b:2,R", "two"u8.ToArray());
        Write("m/cur/3.c:2,RS", "seen"u8.ToArray());
        Write("m/tmp/4.d", "not there yet"u8.ToArray());
        var maildir = new MaildirFolder(Path.Combine(_folder, "m"), null);

        Assert.Equal(2, (await maildir.TakeAsync(AcceptAsync, TestContext.Current.CancellationToken)).Taken);
        Assert.Equal(0, (await maildir.TakeAsync(AcceptAsync, TestContext.Current.CancellationToken)).Taken);

        Assert.Equal(["one", "two"], _accepted.Select(delivery => Encoding.ASCII.GetString(delivery.Bytes.Span)), StringComparer.Ordinal);
        Assert.Equal(["1.a:2,S", "2.b:2,RS", "3.c:2,RS"], Names("m/cur"), StringComparer.Ordinal);
        Assert.Equal(["4.d"], Names("m/tmp"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Maildir_WithAnotherForWhatWasTaken_IsEmptiedIntoIt()
    {
        MakeMaildir("m");
        MakeMaildir("done");
        Write("m/new/1.a", "one"u8.ToArray());

        await new MaildirFolder(Path.Combine(_folder, "m"), Path.Combine(_folder, "done")).TakeAsync(AcceptAsync, TestContext.Current.CancellationToken);

        Assert.Empty(Names("m/new"));
        Assert.Equal(["1.a:2,S"], Names("done/cur"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Maildir_WhoseMessageCannotBeStored_KeepsIt()
    {
        MakeMaildir("m");
        Write("m/new/1.a", "one"u8.ToArray());
        var maildir = new MaildirFolder(Path.Combine(_folder, "m"), null);

        await Assert.ThrowsAsync<StoreException>(() => maildir.TakeAsync((_, _) => throw new StoreException("Full.", "Make room."), TestContext.Current.CancellationToken));

        Assert.Equal(["1.a"], Names("m/new"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Maildir_WithAMessageThatIsTooLarge_FlagsItForAPerson()
    {
        MakeMaildir("m");
        Write("m/new/1.a", new byte[Delivery.MostBytes + 1]);
        Write("m/new/2.b", "two"u8.ToArray());

        var look = await new MaildirFolder(Path.Combine(_folder, "m"), null).TakeAsync(AcceptAsync, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1), (look.Taken, look.Passed.Count));
        Assert.Equal(["1.a:2,FS", "2.b:2,S"], Names("m/cur"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Maildir_WhereTheNameIsTaken_FindsAnother()
    {
        MakeMaildir("m");
        Write("m/cur/1.a,S=3:2,S", "old"u8.ToArray());
        Write("m/new/1.a,S=3", "one"u8.ToArray());
        Write("m/new/2.b", "two"u8.ToArray());
        var maildir = new MaildirFolder(Path.Combine(_folder, "m"), null);

        var look = await maildir.TakeAsync(AcceptAsync, TestContext.Current.CancellationToken);

        Assert.Equal((2, null), (look.Taken, look.Unmarked));
        Assert.Equal(["1.a,S=3:2,S", "1.a-1,S=3:2,S", "2.b:2,S"], Names("m/cur"), StringComparer.Ordinal);
        Assert.Empty(Names("m/new"));
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(_folder, "m/cur/1.a,S=3:2,S"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Maildir_ThatCannotBeMarked_IsTakenOnceAndMarkedLater()
    {
        MakeMaildir("m");
        MakeMaildir("done");
        Directory.Delete(Path.Combine(_folder, "done/cur"));
        Write("m/new/1.a", "one"u8.ToArray());
        Write("m/new/2.b", "two"u8.ToArray());
        var maildir = new MaildirFolder(Path.Combine(_folder, "m"), Path.Combine(_folder, "done"));

        var first = await maildir.TakeAsync(AcceptAsync, TestContext.Current.CancellationToken);
        File.Move(Path.Combine(_folder, "m/new/1.a"), Path.Combine(_folder, "m/cur/1.a:2,F"));
        Write("m/new/3.c", "three"u8.ToArray());
        var second = await maildir.TakeAsync(AcceptAsync, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(_folder, "done/cur"));
        var third = await maildir.TakeAsync(AcceptAsync, TestContext.Current.CancellationToken);

        Assert.Equal((2, 1, 0), (first.Taken, second.Taken, third.Taken));
        Assert.NotNull(first.Unmarked);
        Assert.Equal(first.Unmarked, second.Unmarked);
        Assert.Null(third.Unmarked);
        Assert.Equal(["1.a:2,FS", "2.b:2,S", "3.c:2,S"], Names("done/cur"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Maildir_WithAnUnmarkedMessage_TakesAnotherOfTheSameName()
    {
        MakeMaildir("m");
        MakeMaildir("done");
        Directory.Delete(Path.Combine(_folder, "done/cur"));
        Write("m/new/1.a", "one"u8.ToArray());
        var maildir = new MaildirFolder(Path.Combine(_folder, "m"), Path.Combine(_folder, "done"));
        await maildir.TakeAsync(AcceptAsync, TestContext.Current.CancellationToken);

        Write("m/cur/1.a:2,", "another"u8.ToArray());
        await maildir.TakeAsync(AcceptAsync, TestContext.Current.CancellationToken);

        Assert.Equal(["one", "another"], _accepted.Select(delivery => Encoding.ASCII.GetString(delivery.Bytes.Span)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task MaildirWatch_TakesWhatComesLater()
    {
        MakeMaildir("m");
        var time = new FakeTimeProvider();
        var taken = new SemaphoreSlim(0);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var folder = new MaildirFolder(Path.Combine(_folder, "m"), null);
        Write("m/new/1.a", "one"u8.ToArray());
        var watching = new MaildirWatch(folder, "m", TimeSpan.FromSeconds(10), Accept, new Progress<MailboxNote>(), time).RunAsync(end.Token);

        await taken.WaitAsync(TestContext.Current.CancellationToken);
        Write("m/new/2.b", "two"u8.ToArray());
        while (!await taken.WaitAsync(10, TestContext.Current.CancellationToken))
            time.Advance(TimeSpan.FromSeconds(10));
        await end.CancelAsync();
        await watching;

        Assert.Equal(2, _accepted.Count);

        async Task<long> Accept(Delivery delivery, CancellationToken cancellationToken)
        {
            long id = await AcceptAsync(delivery, cancellationToken);
            taken.Release();
            return id;
        }
    }

    private static async Task<List<string?>> MboxAsync(byte[] mbox)
    {
        var messages = new List<string?>();
        await foreach (var message in MboxReader.ReadAsync(new MemoryStream(mbox), TestContext.Current.CancellationToken))
            messages.Add(message.Bytes is { } bytes ? Encoding.ASCII.GetString(bytes.Span) : null);
        return messages;
    }

    private static Task<List<ReportFile>> FilesAsync(params string[] paths) => FilesAsync(Stream.Null, paths);

    private static async Task<List<ReportFile>> FilesAsync(Stream input, params string[] paths)
    {
        var files = new List<ReportFile>();
        await foreach (var file in new ReportFiles(input).ReadAsync(paths, TestContext.Current.CancellationToken))
            files.Add(file);
        return files;
    }

    private Task<long> AcceptAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        _accepted.Add(delivery);
        return Task.FromResult((long)_accepted.Count);
    }

    private void MakeMaildir(string name)
    {
        foreach (string part in (string[])["new", "cur", "tmp"])
            Directory.CreateDirectory(Path.Combine(_folder, name, part));
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes);

    private IEnumerable<string?> Names(string folder) => Directory.GetFiles(Path.Combine(_folder, folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
