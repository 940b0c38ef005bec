using Quartz;
using TriageBot.Bot.Operations;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.Schedule;

/// <summary>Judges what waits in one partition; starts delivery when anything is to be said.</summary>
[DisallowConcurrentExecution]
internal sealed partial class TriageJob(Recorder recorder, Node node, BotMetrics metrics, ILogger<TriageJob> logger) : IJob
{
    /// <summary>Key of the number of the partition in the data of the job.</summary>
    public const string Partition = "partition";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        int partition = int.Parse(context.MergedJobDataMap.GetString(Partition)!);
        int answered = 0;
        int judged = await new TriageQueue(node.Store, recorder).RunAsync(
            partition,
            message =>
            {
                metrics.Judged(message);
                answered += message.IsAnswered ? 1 : 0;
                if (message.Failure is not null)
                {
                    LogFailed(message.Source, message.Failure);
                }
            },
            cancellationToken);
        if (judged > 0)
        {
            LogJudged(judged, answered, partition);
        }

        if (answered > 0)
        {
            await context.Scheduler.TriggerJob(JobKeys.Deliver, cancellationToken);
        }
    }

    [LoggerMessage(2001, LogLevel.Information, "{Judged} message(s) judged, {Answered} to be answered (partition {Partition})")]
    private partial void LogJudged(int judged, int answered, int partition);

    [LoggerMessage(2002, LogLevel.Error, "Triage of {Message} failed: {Failure}")]
    private partial void LogFailed(string message, string failure);
}
