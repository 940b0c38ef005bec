using Quartz;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Schedule;

/// <summary>Erases what is older than its time.</summary>
[DisallowConcurrentExecution]
internal sealed partial class HousekeepingJob(Housekeeping housekeeping, Node node, ILogger<HousekeepingJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        HousekeepingResult result = await housekeeping.RunAsync(node.Store, cancellationToken);
        LogErased(result.RawMails, result.Messages, result.Runs);
    }

    [LoggerMessage(5001, LogLevel.Information, "Erased {RawMails} raw mail(s), {Messages} message(s), {Runs} run(s)")]
    private partial void LogErased(int rawMails, int messages, int runs);
}
