using System.Diagnostics;
using Quartz;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Operations;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Schedule;

/// <summary>Around every job: keeps it still while the emergency stop is on, times it, and writes down what it fails with.</summary>
internal sealed partial class JobWatch(Node node, BotMetrics metrics, TimeProvider clock, ILogger<JobWatch> logger) : IJobExecutionMiddleware
{
    private static readonly ActivitySource s_traces = new(BotMetrics.Name);

    public async ValueTask Invoke(IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        JobKey key = context.JobDetail.Key;
        using Activity? activity = s_traces.StartActivity(key.Group == JobKey.DefaultGroup ? key.Name : key.Group);
        activity?.SetTag("job", key.ToString());
        long started = clock.GetTimestamp();
        bool isDone = false;
        try
        {
            if (!key.Equals(JobKeys.Housekeeping) && await new Ledger(node.Store, clock).StoppedAsync(cancellationToken) is { } stop)
            {
                LogStopped(key, stop.At);
                return;
            }

            await next(context, cancellationToken);
            isDone = true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogCut(key);
        }
        catch (SchedulerException) when (context.Scheduler.Status is SchedulerStatus.ShuttingDown or SchedulerStatus.Shutdown)
        {
            // The job that it would have started next is started when the service starts again.
            LogCut(key);
        }
        catch (ProgramStoppedException e)
        {
            // The disk, the database or a setting: the message says what to do, and the next run tries again.
            LogFailed(key, e.Message);
        }
        catch (StoreConflictException)
        {
            LogFailed(key, "Other nodes wrote the same rows again and again; the next run tries again.");
        }
        catch (Exception e)
        {
            // The top of a hosted loop: a mistake of this program must not end the service, and must be seen.
            LogBroken(key, e);
        }
        finally
        {
            metrics.JobRan(key, isDone, clock.GetElapsedTime(started));
            activity?.SetStatus(isDone ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        }
    }

    [LoggerMessage(101, LogLevel.Warning, "{Job} does nothing: the emergency stop is on since {Since}; \"triagebot resume\" ends it")]
    private partial void LogStopped(JobKey job, DateTimeOffset since);

    [LoggerMessage(102, LogLevel.Information, "{Job} was cut short by the stop of the service; the next run goes on")]
    private partial void LogCut(JobKey job);

    [LoggerMessage(103, LogLevel.Error, "{Job} failed: {Failure}")]
    private partial void LogFailed(JobKey job, string failure);

    [LoggerMessage(104, LogLevel.Critical, "{Job} failed by a mistake of this program")]
    private partial void LogBroken(JobKey job, Exception failure);
}
