using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace StrictPost.Engine.Alerts;

/// <summary>Where a webhook is.</summary>
/// <param name="Address">https, or http on this machine.</param>
/// <param name="SecretFile">The file that holds the secret which signs each message, in its first line.</param>
public sealed record WebhookSettings(Uri Address, string SecretFile)
{
    /// <summary>Whom to trust; null for the operating system's choice.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>https everywhere; http only to this machine.</summary>
    public static bool IsSafe(Uri address) => AlertHttp.IsSafe(address);
}

/// <summary>
/// Posts each message as JSON, signed: <c>StrictPost-Signature: t=SECONDS,v1=HEX</c>, where HEX is HMAC-SHA256 of <c>SECONDS.BODY</c>.
/// <c>StrictPost-Id</c> is the same each time that a message is tried.
/// </summary>
public sealed class WebhookChannel(WebhookSettings settings, TimeProvider time) : IAlertChannel, IDisposable
{
    /// <summary>Holds the signature.</summary>
    public const string SignatureHeader = "StrictPost-Signature";

    /// <summary>Holds the message's number.</summary>
    public const string IdHeader = "StrictPost-Id";

    private readonly AlertHttp _http = new(settings.Roots);

    /// <inheritdoc/>
    public string Name => "webhook";

    /// <inheritdoc/>
    public Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken) => AlertDeadline.HoldAsync(async token =>
    {
        string secret = await SecretFile.ReadAsync(settings.SecretFile, token);
        byte[] body = Json(message);
        return await _http.PostAsync(settings.Address, body, [(SignatureHeader, Sign(secret, time.GetUtcNow(), body)), (IdHeader, message.Id)], token);
    }, time, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Sign(string secret, DateTimeOffset now, byte[] body)
    {
        string seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{seconds}."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    private static byte[] Json(AlertMessage message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", message.Id);
            json.WriteString("event", message.IsTest ? "test" : AlertText.Word(message.Notice));
            json.WriteString("at", message.At.UtcDateTime);
            if (!message.IsTest)
                WriteIncident(json, message);
            json.WriteString("text", AlertText.Body(message));
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteIncident(Utf8JsonWriter json, AlertMessage message)
    {
        var (stored, incident, alarm) = (message.Incident, message.Incident.Incident, message.Incident.Incident.Alarm);
        json.WriteStartObject("incident");
        json.WriteNumber("id", stored.Id);
        json.WriteString("domain", stored.Domain);
        json.WriteString("code", alarm.Code);
        json.WriteString("about", alarm.Key);
        json.WriteString("severity", AlertText.Word(alarm.Severity));
        json.WriteString("message", alarm.Message);
        json.WriteString("fix", alarm.Fix);
        json.WriteString("openedAt", incident.OpenedAt.UtcDateTime);
        json.WriteString("seenAt", incident.SeenAt.UtcDateTime);
        if (incident.ResolvedAt is { } resolved)
            json.WriteString("resolvedAt", resolved.UtcDateTime);
        else
            json.WriteNull("resolvedAt");
        json.WriteEndObject();
    }
}
