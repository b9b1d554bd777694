using Microsoft.Extensions.Logging;
using StrictPost.Engine.Changes;
using StrictPost.Protocol.Text;

namespace StrictPost.Serving;

/// <summary>What changes of policy do by themselves, in the log.</summary>
internal sealed partial class ChangeLog(ILogger logger)
{
    public void Tell(ChangeNote note)
    {
        string text = Printable.Escape(note.Text);
        if (note.Domain is null)
            StoreFails(logger, text);
        else if (note.IsTrouble)
            InTrouble(logger, note.Domain.Ascii, text);
        else
            WentOn(logger, note.Domain.Ascii, text);
    }

    /// <summary>A domain has not all its names in our zone.</summary>
    public void NamesFail(DomainName domain, string why) => NoNames(logger, domain.Ascii, Printable.Escape(why));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The names of {Domain} in the delegation zone are not published: {Why}")]
    private static partial void NoNames(ILogger logger, string domain, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Change of {Domain}: {Text}")]
    private static partial void WentOn(ILogger logger, string domain, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Change of {Domain} needs you: {Text}")]
    private static partial void InTrouble(ILogger logger, string domain, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes wait for the store: {Text}")]
    private static partial void StoreFails(ILogger logger, string text);
}
