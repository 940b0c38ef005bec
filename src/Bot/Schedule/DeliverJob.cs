using Quartz;
using TriageBot.Bot.Commands;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Operations;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Schedule;

/// <summary>Decides commands, writes files that are not written yet, and takes out what may leave.</summary>
[DisallowConcurrentExecution]
internal sealed partial class DeliverJob(CommandDesk commands, Deliverer deliverer, RegressionProgress progress, Node node, BotMetrics metrics, ILogger<DeliverJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        OutboxWriter writer = new(node.Store, node.Folder);
        writer.RemoveUnfinished();
        int written = await writer.WriteAllAsync(cancellationToken);
        (_, IReadOnlyList<string> problems) = await commands.RunAsync(node.Store, cancellationToken);
        written += await writer.WriteAllAsync(cancellationToken);
        DeliveryRound round = await deliverer.RunAsync(node.Store, cancellationToken);
        metrics.Delivered(round);
        await progress.RunAsync(node.Store, cancellationToken);
        foreach (string problem in problems.Concat(round.Problems))
        {
            LogProblem(problem);
        }

        if (written + round.Sent + round.Failed > 0)
        {
            LogDelivered(written, round.Sent, round.Kept, round.Failed);
        }
    }

    [LoggerMessage(3001, LogLevel.Information, "{Written} file(s) written, {Sent} sent, {Kept} kept back, {Failed} failed")]
    private partial void LogDelivered(int written, int sent, int kept, int failed);

    [LoggerMessage(3002, LogLevel.Warning, "{Problem}")]
    private partial void LogProblem(string problem);
}
