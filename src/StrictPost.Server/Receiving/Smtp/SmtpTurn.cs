namespace StrictPost.Server.Receiving.Smtp;

/// <summary>What a command leads to.</summary>
internal abstract record SmtpTurn
{
    private SmtpTurn()
    {
    }

    /// <summary>Say this, and hear the next command.</summary>
    public sealed record Say(SmtpReply Reply) : SmtpTurn;

    /// <summary>Say this, and end.</summary>
    public sealed record End(SmtpReply Reply) : SmtpTurn;

    /// <summary>Find out whether a message may come, and tell <see cref="SmtpSession.TakeSender"/>.</summary>
    public sealed record AskForRoom : SmtpTurn;

    /// <summary>Find out who that is, and tell <see cref="SmtpSession.TakeRecipient"/>.</summary>
    public sealed record AskForRecipient(SmtpMailbox Mailbox) : SmtpTurn;

    /// <summary>Say go ahead, read a message, and tell <see cref="SmtpSession.TakeMessage"/>.</summary>
    public sealed record ReadMessage : SmtpTurn;

    /// <summary>Say that TLS may begin, forget what was sent ahead, shake hands, and tell <see cref="SmtpSession.TakeTls"/>.</summary>
    public sealed record BeginTls : SmtpTurn;
}

/// <summary>Whether a recipient is one of ours.</summary>
/// <param name="Refusal">Null where it is.</param>
/// <param name="Domain">The enrolled domain that it belongs to, in A-labels; null where that is none.</param>
internal sealed record RecipientAnswer(SmtpReply? Refusal, string? Domain);
