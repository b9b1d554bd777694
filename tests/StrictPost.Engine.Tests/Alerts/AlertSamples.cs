using StrictPost.Engine.Alerts;
using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Engine.Tests.Alerts;

/// <summary>Alarms and messages to send.</summary>
internal static class AlertSamples
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Alarm Alarm(string key = "mx9.example.net", Severity severity = Severity.Error, string message = "No mx pattern covers it.", AlarmSource source = AlarmSource.Domain) =>
        new(source, "mx-not-covered", key) { Severity = severity, Message = message, Fix = "Add it." };

    public static AlertMessage Message(string message = "No mx pattern covers it.", NoticeKind notice = NoticeKind.Opened) => new(
        "7-9-1", notice, new StoredIncident(7, "example.org", new WatchedIncident { Alarm = Alarm(message: message), Standing = WatchStanding.Open, OpenedAt = Now, SeenAt = Now }), Now);
}

/// <summary>A file with a secret in it, for one test.</summary>
internal sealed class SecretFileHere : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");

    public SecretFileHere(string secret) => File.WriteAllText(Path, secret + "\n");

    public string Path => System.IO.Path.Combine(_folder.FullName, "secret");

    public void Dispose() => _folder.Delete(recursive: true);
}
