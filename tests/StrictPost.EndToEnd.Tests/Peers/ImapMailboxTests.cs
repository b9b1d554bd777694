using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using MailKit;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Mailboxes;
using StrictPost.Engine.Storage;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>Reports out of a mailbox of a real IMAP server: each once, as they come, whatever happens to the connection.</summary>
public sealed class ImapMailboxTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strictpost-imap-").FullName;
    private readonly Channel<string> _taken = Channel.CreateUnbounded<string>();
    private readonly Channel<MailboxNote> _notes = Channel.CreateUnbounded<MailboxNote>();
    private readonly ConcurrentQueue<Func<StoreException>> _faults = [];
    private PeerCertificates _certificates = null!;
    private DovecotServer _dovecot = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Dovecot's mailboxes belong to a user of their own, who has to get there.
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _certificates = await PeerCertificates.CreateAsync(Path.Combine(_folder, "ca"), DateTimeOffset.UtcNow);
        var certificate = await _certificates.ForAsync("localhost", CertificateKind.Good, sendIssuer: false);
        _dovecot = await DovecotServer.StartAsync(Directory.CreateDirectory(Path.Combine(_folder, "dovecot")).FullName, certificate.File);
        await File.WriteAllTextAsync(PasswordFile, $"{DovecotServer.Password}\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _dovecot.DisposeAsync();
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string PasswordFile => Path.Combine(_folder, "password");

    [Theory]
    [InlineData(ImapSecurity.None)]
    [InlineData(ImapSecurity.StartTls)]
    [InlineData(ImapSecurity.Tls)]
    public async Task Mailbox_WithMessages_IsTakenAndMarkedOnce(ImapSecurity security)
    {
        await _dovecot.AppendAsync("a", "one");
        await _dovecot.AppendAsync("a", "two");

        await using (Follow(Settings("a", security)))
            Assert.Equal(["one", "two"], [await TakenAsync(), await TakenAsync()]);
        await _dovecot.AppendAsync("a", "three");
        await using (Follow(Settings("a", security)))
            Assert.Equal("three", await TakenAsync());

        Assert.All(await _dovecot.FlagsAsync("a", "INBOX"), flags => Assert.Equal(MessageFlags.Seen, flags));
    }

    [Fact]
    public async Task Message_ThatComesLater_IsTakenWithoutAsking()
    {
        await _dovecot.AppendAsync("a", "first");
        await using var following = Follow(Settings("a") with { PollInterval = TimeSpan.FromDays(1) });
        Assert.Equal("first", await TakenAsync());

        foreach (string subject in (string[])["second", "third"])
        {
            await _dovecot.AppendAsync("a", subject);
            Assert.Equal(subject, await TakenAsync());
        }
    }

    [Fact]
    public async Task Message_ThatWasTaken_IsMovedToAFolderThatIsMade()
    {
        await _dovecot.AppendAsync("a", "one");
        await using (Follow(Settings("a") with { MoveTo = "Done" }))
        {
            Assert.Equal("one", await TakenAsync());
            await _dovecot.AppendAsync("a", "two");
            Assert.Equal("two", await TakenAsync());
        }

        Assert.Empty(await _dovecot.FlagsAsync("a", "INBOX"));
        Assert.Equal(2, (await _dovecot.FlagsAsync("a", "Done")).Length);
    }

    [Fact]
    public async Task Server_ThatRestarts_IsFollowedAgain()
    {
        await _dovecot.AppendAsync("a", "before");
        await using var following = Follow(Settings("a"));
        Assert.Equal("before", await TakenAsync());

        await _dovecot.RestartAsync();
        await _dovecot.AppendAsync("a", "after");

        Assert.Equal("after", await TakenAsync());
        Assert.True((await _notes.Reader.ReadAsync(Cancellation)).IsTrouble);
    }

    [Fact]
    public async Task Message_ThatCannotBeStored_StaysAndIsTakenLater()
    {
        _faults.Enqueue(() => new StoreException("The disk is full.", "Make room."));
        await _dovecot.AppendAsync("a", "one");

        await using (Follow(Settings("a")))
        {
            Assert.Contains("full", (await _notes.Reader.ReadAsync(Cancellation)).Message, StringComparison.Ordinal);
            Assert.Equal("one", await TakenAsync());
            Assert.False((await _notes.Reader.ReadAsync(Cancellation)).IsTrouble);
        }

        Assert.Equal([MessageFlags.Seen], await _dovecot.FlagsAsync("a", "INBOX"));
    }

    [Fact]
    public async Task Message_ThatIsTooLarge_IsFlaggedForAPerson()
    {
        await _dovecot.AppendAsync("a", "large", Delivery.MostBytes + 1);
        await _dovecot.AppendAsync("a", "small");

        await using (Follow(Settings("a") with { MoveTo = "Done" }))
        {
            Assert.Equal("small", await TakenAsync());
            Assert.Contains("larger than", (await _notes.Reader.ReadAsync(Cancellation)).Message, StringComparison.Ordinal);
        }

        Assert.Equal([MessageFlags.Seen | MessageFlags.Flagged], await _dovecot.FlagsAsync("a", "INBOX"));
    }

    [Fact]
    public async Task Password_ThatIsWrong_IsReadAgainAfterAChange()
    {
        await _dovecot.AppendAsync("a", "one");
        await File.WriteAllTextAsync(PasswordFile, "wrong", Cancellation);
        await using var following = Follow(Settings("a"));
        Assert.Contains("refuses user or password", (await _notes.Reader.ReadAsync(Cancellation)).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(PasswordFile, DovecotServer.Password, Cancellation);

        Assert.Equal("one", await TakenAsync());
    }

    [Fact]
    public async Task Certificate_OfAnotherName_IsRefused()
    {
        await using var following = Follow(Settings("a", ImapSecurity.Tls) with { Host = "127.0.0.1" });

        Assert.Contains("certificate", (await _notes.Reader.ReadAsync(Cancellation)).Message, StringComparison.Ordinal);
    }

    private ImapSettings Settings(string user, ImapSecurity security = ImapSecurity.StartTls) => new()
    {
        Host = "localhost",
        Port = security is ImapSecurity.Tls ? _dovecot.TlsPort : _dovecot.Port,
        Security = security,
        User = user,
        PasswordFile = PasswordFile,
        Roots = Roots(),
    };

    private X509Certificate2Collection Roots()
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(_certificates.RootFile);
        return roots;
    }

    private async Task<string> TakenAsync() => await _taken.Reader.ReadAsync(Cancellation);

    private Following Follow(ImapSettings settings) => new(new ImapMailbox(settings, AcceptAsync, new Notes(_notes.Writer), TimeProvider.System));

    private Task<long> AcceptAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (_faults.TryDequeue(out var fault))
            throw fault();
        Assert.Equal(WayIn.Imap, delivery.Way);
        string subject = Encoding.Latin1.GetString(delivery.Bytes.Span).Split("Subject: ")[1].Split("\r\n")[0];
        _taken.Writer.TryWrite(subject);
        return Task.FromResult(1L);
    }

    /// <summary>Progress tells later and in any order; this tells at once.</summary>
    private sealed class Notes(ChannelWriter<MailboxNote> notes) : IProgress<MailboxNote>
    {
        public void Report(MailboxNote value) => notes.TryWrite(value);
    }

    /// <summary>A mailbox that is followed until this ends, with all marking done.</summary>
    private sealed class Following : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        private readonly Task _running;

        public Following(ImapMailbox mailbox) => _running = mailbox.RunAsync(_end.Token);

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _running;
            _end.Dispose();
        }
    }
}
