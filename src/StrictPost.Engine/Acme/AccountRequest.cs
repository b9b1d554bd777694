using System.Collections.Immutable;

namespace StrictPost.Engine.Acme;

/// <summary>What a new account is to say (RFC 8555 §7.3).</summary>
public sealed record AccountRequest
{
    /// <summary>URLs such as <c>mailto:postmaster@example.com</c>, where the authority can warn somebody.</summary>
    public ImmutableArray<string> Contacts { get; init; } = [];

    /// <summary>Whether the administrator agrees to the authority's terms.</summary>
    public bool AgreesToTerms { get; init; }

    /// <summary>For authorities that want to know their customers; null for others.</summary>
    public ExternalAccount? External { get; init; }

    internal byte[] ToJson(JsonWebKey key, Uri newAccount) => Jws.Json(json =>
    {
        json.WriteStartObject();
        if (AgreesToTerms)
            json.WriteBoolean("termsOfServiceAgreed", true);
        WriteContacts(json, Contacts);
        if (External is not null)
        {
            json.WritePropertyName("externalAccountBinding");
            json.WriteRawValue(Jws.Binding(External, key, newAccount));
        }

        json.WriteEndObject();
    });

    internal static void WriteContacts(System.Text.Json.Utf8JsonWriter json, ImmutableArray<string> contacts)
    {
        json.WriteStartArray("contact");
        foreach (string contact in contacts)
            json.WriteStringValue(contact);
        json.WriteEndArray();
    }
}
