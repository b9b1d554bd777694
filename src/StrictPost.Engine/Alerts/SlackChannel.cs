using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace StrictPost.Engine.Alerts;

/// <summary>Where a chat takes messages.</summary>
/// <param name="AddressFile">The file that holds the address in its first line: who knows it can write there, so it is a secret.</param>
public sealed record SlackSettings(string AddressFile)
{
    /// <summary>Whom to trust; null for the operating system's choice.</summary>
    public X509Certificate2Collection? Roots { get; init; }
}

/// <summary>Posts <c>{"text": …}</c>, as Slack's incoming webhooks take it, and Mattermost's, Rocket.Chat's and others'.</summary>
public sealed class SlackChannel(SlackSettings settings, TimeProvider time) : IAlertChannel, IDisposable
{
    private readonly AlertHttp _http = new(settings.Roots);

    /// <inheritdoc/>
    public string Name => "slack";

    /// <inheritdoc/>
    public Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken) => AlertDeadline.HoldAsync(async token =>
        Uri.TryCreate(await SecretFile.ReadAsync(settings.AddressFile, token), UriKind.Absolute, out var address) && AlertHttp.IsSafe(address)
            ? await _http.PostAsync(address, Json(message), [], token)
            : AlertOutcome.Refused($"{settings.AddressFile} holds no https address."),
        time, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static byte[] Json(AlertMessage message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("text", Escape(AlertText.Body(message)));
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>These three begin links and mentions.</summary>
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
