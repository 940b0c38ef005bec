using System.CommandLine;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>triage FILE|-</c>: one mail, nothing stored.</summary>
internal static class TriageCommand
{
    private static readonly string[] s_formats = ["text", "json", "mail", "markdown"];

    public static Command Create(CommandScope scope)
    {
        Argument<string> file = new("FILE") { Description = "A mail, the bare text of one, or a mailbox with one mail; - for standard input" };
        Option<string> format = new("--format", "-f")
        {
            Description = "text: for people; json: for programs (docs/json.md); mail: the reply; markdown: for GitHub",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong(s_formats);
        Command command = new("triage", "Triage one mail and print the report; nothing is stored or sent") { file, format };
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(async () =>
        {
            using IHost host = scope.Build(parse);
            ReadOnlyMemory<byte> message = Read(parse.GetValue(file)!, scope.Io);
            Judgement judgement = host.Services.GetRequiredService<Judge>().Run(message, cancellationToken);
            TriageReport report = host.Services.GetRequiredService<ReportBuilder>().Build(judgement, []);
            await WriteAsync(report, parse.GetValue(format)!, host.Services, scope.Io);
            return ExitCode.Done;
        }));
        return command;
    }

    private static ReadOnlyMemory<byte> Read(string file, ProgramIo io)
    {
        try
        {
            using Stream stream = file is "-" ? io.Input : File.OpenRead(Path.GetFullPath(file, io.WorkingFolder));
            List<SourceMessage> messages = [.. MailFile.Read(stream, file).Where(message => message.IsReadable).Take(2)];
            return messages.Count switch
            {
                0 => ReadOnlyMemory<byte>.Empty,
                1 => messages[0].Bytes,
                _ => throw new ProgramStoppedException($"{file} is a mailbox with several messages. Use: triagebot run --once --source {file}", ExitCode.WrongUse),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException($"{file} cannot be read: {e.Message}", ExitCode.Unreachable, e);
        }
    }

    private static async Task WriteAsync(TriageReport report, string format, IServiceProvider services, ProgramIo io)
    {
        switch (format)
        {
            case "json":
                await io.Output.WriteLineAsync(JsonRenderer.Render(report));
                break;
            case "mail" when report.Reply is { } reply:
                await io.Output.WriteAsync(services.GetRequiredService<MailRenderer>().Render(reply));
                break;
            case "mail":
                await io.Error.WriteLineAsync("triagebot: no reply. " + report.Decision.Reason);
                break;
            case "markdown":
                await io.Output.WriteLineAsync(string.Join('\n', IssueBody.Markdown(report.Judgement)));
                break;
            default:
                TerminalRenderer.Render(report, io.Console);
                break;
        }
    }
}
