using Quartz;
using TriageBot.Bot.Nightly;

namespace TriageBot.Bot.Schedule;

/// <summary>Runs a night.</summary>
[DisallowConcurrentExecution]
internal sealed partial class NightlyJob(NightlyRun nightly, Node node, ILogger<NightlyJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        NightlyResult result = await nightly.RunAsync(node.Store, node.Name, cancellationToken);
        LogDone(result.Findings, result.Changes.Count, result.Retracted);
    }

    [LoggerMessage(4001, LogLevel.Information, "{Findings} results, {Changes} changed, {Retracted} verdict(s) retracted")]
    private partial void LogDone(int findings, int changes, int retracted);
}
