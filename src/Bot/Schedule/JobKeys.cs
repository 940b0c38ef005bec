using Quartz;
using TriageBot.Bot.Intake;

namespace TriageBot.Bot.Schedule;

/// <summary>Names of the jobs; the same on every node.</summary>
internal static class JobKeys
{
    public static JobKey Deliver { get; } = new("deliver");

    public static JobKey Nightly { get; } = new("nightly");

    public static JobKey Weekly { get; } = new("weekly");

    public static JobKey Housekeeping { get; } = new("housekeeping");

    /// <summary>The job that reads a source.</summary>
    public static JobKey Poll(string source) => new(source, "poll");

    /// <summary>The job that judges the messages of a partition.</summary>
    public static JobKey Triage(int partition) => new($"{partition}", "triage");

    /// <summary>Starts triage of every partition now; one that runs already runs once more.</summary>
    public static async Task StartTriageAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        for (int partition = 0; partition < Arrival.Partitions; partition++)
        {
            await scheduler.TriggerJob(Triage(partition), cancellationToken);
        }
    }
}
