using Quartz;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Operations;

namespace TriageBot.Bot.Schedule;

/// <summary>Reads one source to its end; starts triage when it brought anything.</summary>
[DisallowConcurrentExecution]
internal sealed partial class PollJob(ConfiguredSources sources, SourcePoll poll, Node node, BotMetrics metrics, ILogger<PollJob> logger) : IJob
{
    /// <summary>Key of the name of the source in the data of the job.</summary>
    public const string Source = "source";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        string name = context.MergedJobDataMap.GetString(Source)!;
        NamedSource? source = sources.All.FirstOrDefault(s => s.Name == name);
        if (source is null)
        {
            // Another node of the cluster may have more sources than this one.
            LogUnknown(name);
            return;
        }

        PollResult result = await poll.RunAsync(
            source, node.Store, cancellationToken, token => JobKeys.StartTriageAsync(context.Scheduler, token));
        metrics.Polled(name, result);
        foreach (string damage in result.Damaged)
        {
            LogDamaged(name, damage);
        }

        if (result.Failure is not null)
        {
            LogFailed(result.Failure);
        }

        LogPolled(name, result.Seen, result.Added);
        if (result.Added > 0)
        {
            await JobKeys.StartTriageAsync(context.Scheduler, cancellationToken);
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "{Source}: {Seen} message(s) read, {Added} new")]
    private partial void LogPolled(string source, int seen, int added);

    [LoggerMessage(1002, LogLevel.Warning, "{Failure}")]
    private partial void LogFailed(string failure);

    [LoggerMessage(1003, LogLevel.Warning, "{Source}: {Damage}")]
    private partial void LogDamaged(string source, string damage);

    [LoggerMessage(1004, LogLevel.Warning, "{Source} is no source of this node; give all nodes the same Sources")]
    private partial void LogUnknown(string source);
}
