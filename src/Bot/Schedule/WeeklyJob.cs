using Quartz;
using TriageBot.Bot.Nightly;

namespace TriageBot.Bot.Schedule;

/// <summary>Sums up the week.</summary>
[DisallowConcurrentExecution]
internal sealed class WeeklyJob(WeeklyReport weekly, Node node) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await weekly.RunAsync(node.Store, node.Name, cancellationToken);
}
