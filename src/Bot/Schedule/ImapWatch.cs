using MailKit;
using MailKit.Net.Imap;
using Quartz;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.Mail;
using TriageBot.Bot.Intake;

namespace TriageBot.Bot.Schedule;

/// <summary>Waits at one IMAP server for new mail (IDLE, RFC 2177) and starts the poll of its source when there is any.</summary>
/// <remarks>Only ever starts polls: what it misses, the clock finds.</remarks>
internal sealed partial class ImapWatch(WatchedSource watched, ISchedulerFactory schedulers, SettingSources folders, TimeProvider clock, ILogger<ImapWatch> logger)
    : BackgroundService
{
    // RFC 2177: a server may log out a client after 30 minutes; home routers forget connections after ten.
    private static readonly TimeSpan s_renew = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (int failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await WatchAsync(stoppingToken);
                failures = 0;
            }
            catch (Exception e) when (SourceFailure.IsSourceFailure(e, stoppingToken) || e is ProgramStoppedException)
            {
                LogFailed(watched.Name, SourceFailure.Describe(e));
                await Task.Delay(BackOff.After(++failures, s_wait, null), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        SourceOptions options = watched.Options;
        using ImapClient client = new();
        await MailServer.OpenAsync(client, options.Imap, watched.Setting, folders.WorkingFolder, options.Auth, cancellationToken);
        if (!client.Capabilities.HasFlag(ImapCapabilities.Idle))
        {
            LogNoIdle(watched.Name);
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        }

        IMailFolder box = await client.GetFolderAsync(options.Folder, cancellationToken);
        await box.OpenAsync(FolderAccess.ReadOnly, cancellationToken);
        IScheduler scheduler = await schedulers.GetScheduler(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            using CancellationTokenSource done = new(s_renew, clock);
            bool isNew = false;
            void Note(object? sender, EventArgs e)
            {
                isNew = true;
                done.Cancel();
            }

            box.CountChanged += Note;
            await client.IdleAsync(done.Token, cancellationToken);
            box.CountChanged -= Note;
            if (isNew && scheduler.Status == SchedulerStatus.Running)
            {
                await scheduler.TriggerJob(JobKeys.Poll(watched.Name), cancellationToken);
            }
        }
    }

    [LoggerMessage(1005, LogLevel.Warning, "{Source}: waiting for new mail failed: {Failure} It is polled by the clock meanwhile")]
    private partial void LogFailed(string source, string failure);

    [LoggerMessage(1006, LogLevel.Warning, "{Source}: the server cannot tell of new mail (IDLE); it is polled by the clock")]
    private partial void LogNoIdle(string source);
}
