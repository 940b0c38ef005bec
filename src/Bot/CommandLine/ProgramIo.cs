using Spectre.Console;

namespace TriageBot.Bot.CommandLine;

/// <summary>What a command reads and writes; tests hand in their own.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output, for what programs read.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Console">Standard output, for what people read.</param>
/// <param name="ProgramFolder">Folder of the bundled settings and demo mailbox.</param>
/// <param name="WorkingFolder">Folder that relative paths start from.</param>
internal sealed record ProgramIo(
    Stream Input, TextWriter Output, TextWriter Error, IAnsiConsole Console, string ProgramFolder, string WorkingFolder)
{
    // Without a terminal there is no width to keep to, and tables should not be squeezed.
    private const int RedirectedWidth = 160;

    /// <summary>Those of the process.</summary>
    public static ProgramIo OfProcess() => new(
        System.Console.OpenStandardInput(), System.Console.Out, System.Console.Error, ConsoleOn(System.Console.Out),
        AppContext.BaseDirectory, Directory.GetCurrentDirectory());

    /// <summary>A console on a writer. Colours and movement only where the writer is a terminal; NO_COLOR is honoured.</summary>
    public static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        AnsiConsoleOutput output = new(writer);
        AnsiSupport ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No;

        // What is detected is whether standard output is a terminal, also for a console on standard error.
        InteractionSupport interactive = output.IsTerminal ? InteractionSupport.Yes : InteractionSupport.No;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output, Ansi = ansi, Interactive = interactive });
        if (!output.IsTerminal)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
