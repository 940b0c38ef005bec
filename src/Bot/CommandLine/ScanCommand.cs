using System.CommandLine;
using System.Globalization;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Scan;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>scan SOURCE</c>: a line for every message of a source, and a summary. Nothing is run and nothing is written.</summary>
internal static class ScanCommand
{
    public static Command Create(CommandScope scope)
    {
        Argument<string> source = new("SOURCE") { Description = "public-inbox archive, Maildir, mbox (also .gz) or one message" };
        Option<string?> since = new("--since") { Description = "Cursor of the last message that was read, e.g. a commit of the archive", HelpName = "CURSOR" };
        Option<int> jobs = new("--jobs", "-j") { Description = "Messages read at a time", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<string> format = new("--format") { Description = "table or jsonl", DefaultValueFactory = _ => "table" };
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

    private static async Task<int> ScanAsync(string source, string? since, int jobs, bool json, ProgramIo io, CancellationToken cancellationToken)
    {
        SortedDictionary<string, int> classes = new(StringComparer.Ordinal);
        int read = 0;
        int damaged = 0;
        int deserving = 0;
        try
        {
            await foreach (ScanResult result in Scanner.ScanAsync(MessageSources.Open(Path.GetFullPath(source, io.WorkingFolder)), since, jobs, cancellationToken))
            {
                read++;
                if (result.Row is not ScanRow row)
                {
                    damaged++;
                    continue;
                }

                classes[row.Class] = classes.GetValueOrDefault(row.Class) + 1;
                deserving += row.WouldReply ? 1 : 0;
                await io.Output.WriteLineAsync(json ? ScanJson.Line(row) : Line(row));
            }
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException($"{source} cannot be read: {problem.Message}", ExitCode.Unreachable, problem);
        }

        // The summary is for people; what programs read stays free of it.
        TextWriter summary = json ? io.Error : io.Output;
        await summary.WriteLineAsync($"{read} messages, {damaged} damaged or deleted, {deserving} deserve a reply");
        await summary.WriteLineAsync(string.Join(", ", classes.Select(c => $"{c.Key} {c.Value}")));
        return ExitCode.Done;
    }

    private static string Line(ScanRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Date:yyyy-MM-dd}  {row.Class,-19} {(row.WouldReply ? "reply" : "-    ")}  c{row.Callbacks} o{row.Orderings} k{row.Commits} d{row.Directives}  {SafeText.Line(row.Subject, 90)}");
}
