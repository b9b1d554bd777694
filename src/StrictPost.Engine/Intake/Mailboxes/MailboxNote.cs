namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>Something that happened to a mailbox, for the log.</summary>
/// <param name="Mailbox">Which one: a folder, or a user at a host.</param>
/// <param name="Message">What happened, in a sentence; it may hold what a server said.</param>
/// <param name="IsTrouble">False where all is well again, or was.</param>
public sealed record MailboxNote(string Mailbox, string Message, bool IsTrouble);
