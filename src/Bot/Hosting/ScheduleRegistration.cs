using Quartz;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Schedule;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Hosting;

/// <summary>Registers the jobs of the service and when they run.</summary>
internal static class ScheduleRegistration
{
    private const string Scheduler = "triagebot";

    // A job that should have run this long ago has misfired; it runs once, however often it was missed.
    private static readonly TimeSpan s_misfire = TimeSpan.FromMinutes(1);

    /// <summary>Adds the schedule: in memory, or in the shared database, where nodes share the jobs and take over those of a node that died.</summary>
    public static IServiceCollection AddSchedule(this IServiceCollection services, ScheduleOptions schedule, StoreAddress address, IEnumerable<NamedSource> sources)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o =>
            {
                o.InstanceName = Scheduler;
                o.GenerateInstanceId = true;
                o.ShutdownJobInterruption = ShutdownJobInterruption.Always;
                o.DefaultMisfireHandling = DefaultMisfireHandling.FireAndProceed;
            });
            quartz.UseDefaultThreadPool(schedule.Workers);
            quartz.AddJobMiddleware<JobWatch>();
            if (address.IsShared)
            {
                quartz.UsePersistentStore(store => Persist(store, schedule, address));
            }
            else
            {
                quartz.UseInMemoryStore(o => o.MisfireThreshold = s_misfire);
            }

            AddJobs(quartz, schedule, sources);
        });
        services.Configure<QuartzOptions>(o => o.Scheduling.OverwriteExistingData = true);
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        return services;
    }

    private static void Persist(IPersistentStoreBuilder store, ScheduleOptions schedule, StoreAddress address)
    {
        store.UsePostgres(Npgsql.NpgsqlFactory.Instance, address.ConnectionString);
        store.UseSystemTextJsonSerializer();
        store.ConfigureStore(o =>
        {
            o.StoreJobDataAsStrings = true;
            o.MisfireThreshold = s_misfire;
            o.RecoverFiringsCancelledByShutdown = true;
        });
        store.UseClustering(o =>
        {
            o.CheckinInterval = schedule.NodeTimeout / 2;
            o.CheckinMisfireThreshold = schedule.NodeTimeout;
        });
    }

    private static void AddJobs(IQuartzBuilder quartz, ScheduleOptions schedule, IEnumerable<NamedSource> sources)
    {
        foreach (NamedSource source in sources)
        {
            Add<PollJob>(quartz, JobKeys.Poll(source.Name), schedule.Poll, (PollJob.Source, source.Name));
            quartz.RunAtStartup(JobKeys.Poll(source.Name));
        }

        for (int partition = 0; partition < Arrival.Partitions; partition++)
        {
            Add<TriageJob>(quartz, JobKeys.Triage(partition), schedule.Triage, (TriageJob.Partition, $"{partition}"));
            quartz.RunAtStartup(JobKeys.Triage(partition));
        }

        Add<NightlyJob>(quartz, JobKeys.Nightly, schedule.Nightly);
        Add<WeeklyJob>(quartz, JobKeys.Weekly, schedule.Weekly);
        Add<HousekeepingJob>(quartz, JobKeys.Housekeeping, schedule.Housekeeping);
        Add<DeliverJob>(quartz, JobKeys.Deliver, schedule.Deliver);
        quartz.RunAtStartup(JobKeys.Deliver);
    }

    private static void Add<TJob>(IQuartzBuilder quartz, JobKey key, string cron, params (string Key, string Value)[] data)
        where TJob : IJob
    {
        quartz.AddJob<TJob>(job =>
        {
            job.WithIdentity(key).StoreDurably(true).RequestRecovery(true);
            foreach ((string name, string value) in data)
            {
                job.UsingJobData(name, value);
            }
        });
        quartz.AddTrigger<TJob>(trigger => trigger
            .WithIdentity(key.Name, key.Group)
            .ForJob(key)
            .WithCronSchedule(cron, c => c.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
    }
}
