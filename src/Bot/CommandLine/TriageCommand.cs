using System.CommandLine;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>triage FILE...|-</c>: one mail, or the mails of a thread; nothing stored.</summary>
internal static class TriageCommand
{
    private const int MaxMessages = 1_000;
    private static readonly string[] s_formats = ["text", "json", "mail", "markdown"];

    public static Command Create(CommandScope scope)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "A mail, the bare text of one, or a mailbox; several make a thread; - for standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> format = new("--format", "-f")
        {
            Description = "text: for people; json: for programs (docs/json.md); mail: the reply, or a mailbox of replies; markdown: for GitHub",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong(s_formats);
        Command command = new("triage", "Triage one mail or a whole thread and print the report; nothing is stored or sent") { files, format };
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(async () =>
        {
            using IHost host = scope.Build(parse);
            List<ReadOnlyMemory<byte>> messages = Read(parse.GetValue(files)!, scope.Io);
            Judge judge = host.Services.GetRequiredService<Judge>();
            ReportBuilder reports = host.Services.GetRequiredService<ReportBuilder>();
            string shape = parse.GetValue(format)!;
            if (messages.Count == 1)
            {
                await WriteAsync(reports.Build(judge.Run(messages[0], cancellationToken), []), shape, host.Services, scope.Io);
            }
            else
            {
                ThreadTriage triage = ThreadTriage.Run(messages, judge, reports, cancellationToken);
                await WriteThreadsAsync(triage, shape, host.Services, scope.Io);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static List<ReadOnlyMemory<byte>> Read(string[] files, ProgramIo io)
    {
        List<ReadOnlyMemory<byte>> messages = [];
        foreach (string file in files)
        {
            messages.AddRange(Read(file, io));
            if (messages.Count > MaxMessages)
            {
                throw new ProgramStoppedException(
                    $"{file} makes more than {MaxMessages} messages. Use: triagebot scan {file}, or triagebot run --once --source {file}", ExitCode.WrongUse);
            }
        }

        return messages;
    }

    private static List<ReadOnlyMemory<byte>> Read(string file, ProgramIo io)
    {
        try
        {
            using Stream stream = file is "-" ? io.Input : File.OpenRead(Path.GetFullPath(file, io.WorkingFolder));
            List<ReadOnlyMemory<byte>> messages = [.. MailFile.Read(stream, file).Where(message => message.IsReadable).Take(MaxMessages + 1).Select(message => message.Bytes)];
            return messages.Count == 0 ? [ReadOnlyMemory<byte>.Empty] : messages;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException($"{file} cannot be read: {e.Message}", ExitCode.Unreachable, e);
        }
    }

    private static async Task WriteThreadsAsync(ThreadTriage triage, string format, IServiceProvider services, ProgramIo io)
    {
        if (format is "json")
        {
            await io.Output.WriteLineAsync(JsonRenderer.Render(triage));
            return;
        }

        if (format is "text")
        {
            ThreadRenderer.Render(triage, io.Console);
            return;
        }

        foreach (TriageReport report in triage.Threads.SelectMany(thread => thread).Select(entry => entry.Report).OfType<TriageReport>())
        {
            // The line that parts the mails of a mailbox; its date means nothing.
            bool parts = format is "mail" && report.Reply is not null;
            await io.Output.WriteAsync(parts ? "From triagebot Thu Jan  1 00:00:00 1970\n" : "");
            await WriteAsync(report, format, services, io);
            await io.Output.WriteAsync(parts || format is "markdown" ? "\n" : "");
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
