using System.Net;
using Quartz;

namespace TriageBot.Bot.Configuration;

/// <summary>What is wrong with the settings of the service. Every message names the setting and the remedy.</summary>
internal static class ServiceFaults
{
    private static readonly TimeSpan s_polite = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset s_someDay = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>One sentence for each.</summary>
    public static IEnumerable<string> Find(TriageBotOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. OfStorage(options.Storage), .. OfSchedule(options.Schedule), .. OfOperations(options.Operations)];
    }

    private static IEnumerable<string> OfStorage(StorageOptions storage)
    {
        bool isSqlite = string.Equals(storage.Provider, StorageOptions.Sqlite, StringComparison.OrdinalIgnoreCase);
        if (!isSqlite && !storage.IsShared)
        {
            yield return $"Storage:Provider is \"{storage.Provider}\". Set it to \"SQLite\" or \"PostgreSQL\".";
        }

        if (storage.IsShared && !storage.ConnectionString.IsSet)
        {
            yield return "Storage:ConnectionString is not set. Set Storage:ConnectionString:File to a file that holds it, e.g. Host=127.0.0.1;Database=triagebot;Username=triagebot;Password=...";
        }

        if (storage.KeepRawMail < TimeSpan.FromHours(1) || storage.KeepRawMail > TimeSpan.FromDays(3653))
        {
            yield return $"Storage:KeepRawMail is {storage.KeepRawMail}. Set it to 01:00:00 (one hour) at least and 3653.00:00:00 (ten years) at most.";
        }

        if (storage.KeepMessages < storage.KeepRawMail)
        {
            yield return $"Storage:KeepMessages is {storage.KeepMessages}, less than Storage:KeepRawMail. Set it to at least as long.";
        }
    }

    private static IEnumerable<string> OfSchedule(ScheduleOptions schedule)
    {
        (string Name, string Value)[] all =
        [
            ("Poll", schedule.Poll), ("Triage", schedule.Triage), ("Deliver", schedule.Deliver),
            ("Nightly", schedule.Nightly), ("Weekly", schedule.Weekly), ("Housekeeping", schedule.Housekeeping),
        ];
        foreach ((string name, string value) in all)
        {
            if (!CronExpression.TryParse(value, out CronExpression? _))
            {
                yield return $"Schedule:{name} is \"{value}\", which is no cron expression. Write six fields, seconds first, e.g. \"0 0/10 * * * ?\" for every ten minutes.";
            }
        }

        if (CronExpression.TryParse(schedule.Poll, out CronExpression? poll) && ShortestGap(poll!) < s_polite)
        {
            yield return $"Schedule:Poll is \"{schedule.Poll}\", which is more often than once a minute. Poll less often, to be a polite client.";
        }

        if (schedule.NodeTimeout < TimeSpan.FromSeconds(5) || schedule.NodeTimeout > TimeSpan.FromMinutes(10))
        {
            yield return $"Schedule:NodeTimeout is {schedule.NodeTimeout}. Set it to 00:00:05 at least and 00:10:00 at most.";
        }

        if (schedule.Workers is < 2 or > 64)
        {
            yield return $"Schedule:Workers is {schedule.Workers}. Set it to 2 at least and 64 at most.";
        }
    }

    private static IEnumerable<string> OfOperations(OperationsOptions operations)
    {
        if (operations.Listen.Length > 0 && !(IPEndPoint.TryParse(operations.Listen, out IPEndPoint? end) && end.Port > 0 && IPAddress.IsLoopback(end.Address)))
        {
            yield return $"Operations:Listen is \"{operations.Listen}\". Set it to an address of this machine with a port, e.g. 127.0.0.1:9464; for other machines put a proxy before it.";
        }

        if (operations.LogFormat is not ("text" or "json"))
        {
            yield return $"Operations:LogFormat is \"{operations.LogFormat}\". Set it to \"text\" or \"json\".";
        }
    }

    private static TimeSpan ShortestGap(CronExpression cron)
    {
        TimeSpan shortest = TimeSpan.MaxValue;
        DateTimeOffset last = s_someDay;
        for (int i = 0; i <= 100 && cron.GetNextValidTimeAfter(last) is { } next; i++)
        {
            // The first gap is from a day that means nothing.
            shortest = i > 0 && next - last < shortest ? next - last : shortest;
            last = next;
        }

        return shortest;
    }
}
