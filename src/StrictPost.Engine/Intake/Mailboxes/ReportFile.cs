namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>Something that was to be imported.</summary>
/// <param name="Name">Its path; for a message of an mbox with its number.</param>
/// <param name="Delivery">What it holds; null where it cannot be taken.</param>
/// <param name="Obstacle">Why it cannot be taken, in words that follow its name; null where it can.</param>
public sealed record ReportFile(string Name, Delivery? Delivery, string? Obstacle);
