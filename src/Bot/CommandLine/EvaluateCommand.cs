using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Scan;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>evaluate DIR</c>: reads labelled mails and says how well.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CommandScope scope)
    {
        Argument<string> folder = new("DIR") { Description = "Folder with labels.jsonl and the mails that it names" };
        Command command = new("evaluate", "Read labelled mails and count what was found, missed and wrong") { folder };
        command.SetAction((parse, cancellationToken) => scope.GuardAsync(() => EvaluateAsync(parse.GetValue(folder)!, scope.Io, cancellationToken)));
        return command;
    }

    private static async Task<int> EvaluateAsync(string folder, ProgramIo io, CancellationToken cancellationToken)
    {
        LabelScore score = Score(Path.GetFullPath(folder, io.WorkingFolder), folder);
        foreach (LabelMiss miss in score.Misses)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await io.Output.WriteLineAsync($"{SafeText.Line(miss.File)}: {SafeText.Line(miss.What, 500)}");
        }

        await io.Output.WriteLineAsync($"{score.Mails} mails");
        foreach ((string name, LabelTally tally) in ((string, LabelTally)[])[
            ("named orderings", score.Orderings), ("commits", score.Commits), ("directives", score.Directives), ("notifier changes", score.NotifierChanges), ("callbacks", score.Callbacks)])
        {
            await io.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-17} right {tally.Right,4}  missed {tally.Missed,3}  wrong {tally.Wrong,3}  recall {tally.Recall:F2}  precision {tally.Precision:F2}"));
        }

        await io.Output.WriteLineAsync($"class             right {score.ClassesRight,4} of {score.ClassesScored}");
        await io.Output.WriteLineAsync($"replies           wrong {score.FalseReplies,4}  missed {score.MissedReplies,3}");
        return score.FalseReplies > 0 ? ExitCode.LookAt : ExitCode.Done;
    }

    private static LabelScore Score(string path, string given)
    {
        try
        {
            return LabelScorer.Score(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ProgramStoppedException($"{given} cannot be read: {problem.Message}", ExitCode.Unreachable, problem);
        }
        catch (JsonException problem)
        {
            throw new ProgramStoppedException($"{given}/labels.jsonl is no list of JSON objects: {problem.Message}", ExitCode.WrongUse, problem);
        }
    }
}
