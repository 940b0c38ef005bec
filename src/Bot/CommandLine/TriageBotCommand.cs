using System.CommandLine;
using System.CommandLine.Help;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.CommandLine;

/// <summary>The command line of the program.</summary>
internal static class TriageBotCommand
{
    private const string Description =
        """
        Reads kernel mailing lists, checks what mails say about the order of callbacks in an emulated kernel, and writes replies.

        Exit codes:
          0  done
          1  something was found that a person must look at
          2  wrong use or wrong configuration
          3  a source or target could not be reached, read or written
        """;

    // What is being sent is sent to its end; a service that hangs is killed by systemd after 90 seconds anyway.
    private static readonly TimeSpan s_longestStop = TimeSpan.FromMinutes(1);

    /// <summary>Parses and runs.</summary>
    /// <param name="configure">More registrations, which win; for tests.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, ProgramIo io, Action<IServiceCollection>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(io);
        ParseResult parse = Create(new CommandScope(io, configure)).Parse(arguments);
        InvocationConfiguration settings = new()
        {
            Output = io.Output, Error = io.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = s_longestStop,
        };
        int code = await parse.InvokeAsync(settings, cancellationToken);
        return parse.Errors.Count > 0 && parse.Action is not HelpAction ? ExitCode.WrongUse : code;
    }

    private static RootCommand Create(CommandScope scope)
    {
        RootCommand root = new(Description)
        {
            RunCommand.Create(scope),
            TriageCommand.Create(scope),
            CheckCommand.Create(scope),
            ReplayCommand.Create(scope),
            ScanCommand.Create(scope),
            EvaluateCommand.Create(scope),
            DoctorCommand.Create(scope),
            ForgetCommand.Create(scope),
            NightlyCommand.Create(scope),
            RegressionsCommand.Create(scope),
            ProfilesCommand.Create(scope),
            OutboxCommand.Create(scope),
            DecideCommand.Create(scope, "approve", OutboxState.Approved, "Let entries of the outbox leave"),
            DecideCommand.Create(scope, "hold", OutboxState.Held, "Take back an approval that was not acted on yet"),
            DecideCommand.Create(scope, "reject", OutboxState.Rejected, "Never let entries of the outbox leave"),
            DeliverCommand.Create(scope),
            WhyCommand.Create(scope),
            StopCommand.CreateStop(scope),
            StopCommand.CreateResume(scope),
            VersionCommand.Create(scope),
        };
        root.Options.Add(scope.Output);
        root.Options.Add(scope.Set);
        return root;
    }
}
