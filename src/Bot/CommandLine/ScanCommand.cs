using System.CommandLine;
using System.Globalization;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Scan;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>scan SOURCE</c>: a line for every message of a source, and a summary. Nothing is run and nothing is written.</summary>
internal static class ScanCommand
{
    private static readonly string[] s_dateFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    public static Command Create(CommandScope scope)
    {
        Argument<string> source = new("SOURCE")
        {
            Description = "public-inbox v2 archive (folder, repository or bundle), Maildir, mbox, message (each also .gz or .zst), folder of those; - for standard input",
        };
        Option<string?> since = new("--since")
        {
            Description = "Only messages sent on or after a date (2024-05-31, UTC), or those behind a cursor that an earlier scan printed",
            HelpName = "DATE|CURSOR",
        };
        Option<int> jobs = new("--jobs", "-j") { Description = "Messages read at a time", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<string> format = new("--format", "-f") { Description = "table: for people; jsonl: one JSON object a line (docs/json.md)", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "jsonl");
        jobs.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() < 1)
            {
                r.AddError("--jobs: at least 1.");
            }
        });
        Command command = new("scan", "Read every message of a source and say what each is") { source, since, jobs, format };
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(() => ScanAsync(
            parse.GetValue(source)!, parse.GetValue(since), parse.GetValue(jobs), parse.GetValue(format) == "jsonl", scope.Io, cancellationToken)));
        return command;
    }

    private static async Task<int> ScanAsync(string name, string? since, int jobs, bool json, ProgramIo io, CancellationToken cancellationToken)
    {
        DateTimeOffset? from = DateOf(since);
        string? cursor = from is null ? since : null;
        ScanSummary summary = new(io.Error);
        bool stopped = false;
        try
        {
            IMessageSource source = name is "-"
                ? new MailFileSource("standard input", () => io.Input)
                : MessageSources.Open(Path.GetFullPath(name, io.WorkingFolder));
            await ScanOutput.RunAsync(io, json, () => source.Count(cursor), async output =>
            {
                await foreach (ScanResult result in Scanner.ScanAsync(source, cursor, jobs, cancellationToken))
                {
                    await summary.AddAsync(result, from);
                    output.Write(ScanSummary.Takes(result, from) ? result.Row : null);
                }
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            stopped = true;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException($"{name} cannot be read: {problem.Message}", ExitCode.Unreachable, problem);
        }

        // The summary is for people; what programs read stays free of it.
        await summary.WriteAsync(json ? io.Error : io.Output, stopped);
        return stopped ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static DateTimeOffset? DateOf(string? since) =>
        DateTimeOffset.TryParseExact(since, s_dateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null;
}
