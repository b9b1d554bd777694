using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace StrictPost.CommandLine;

/// <summary>The usual help, followed by the verb's examples and the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is Verb { Examples.Count: > 0 } verb)
        {
            output.WriteLine("Examples:");
            foreach (string example in verb.Examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }

        output.WriteLine("Exit codes: 0 nothing wrong · 1 findings of severity error · 2 wrong usage · 3 could not be determined");
        return ExitCode.Fine;
    }
}
