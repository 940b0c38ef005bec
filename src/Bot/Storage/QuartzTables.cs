namespace TriageBot.Bot.Storage;

/// <summary>The tables that Quartz 4.7 works on in PostgreSQL, so that nodes share one schedule. Columns are those of its statements.</summary>
internal static class QuartzTables
{
    private const string Scheduler = "sched_name text NOT NULL";
    private const string Trigger = Scheduler + ", trigger_name text NOT NULL, trigger_group text NOT NULL";
    private const string Pause = "pause_reason text, paused_by text, paused_at bigint";
    private const string TriggerKey = "sched_name, trigger_name, trigger_group";
    private const string JobKey = "sched_name, job_name, job_group";

    private static readonly (string Name, string Columns, string Key, string? Parent)[] s_tables =
    [
        ("job_details", Scheduler + ", job_name text NOT NULL, job_group text NOT NULL, description text, job_class_name text NOT NULL, "
            + "is_durable boolean NOT NULL, is_nonconcurrent boolean NOT NULL, is_update_data boolean NOT NULL, requests_recovery boolean NOT NULL, job_data bytea",
            JobKey, null),
        ("triggers", Trigger + ", job_name text NOT NULL, job_group text NOT NULL, description text, next_fire_time bigint, prev_fire_time bigint, "
            + "priority integer, trigger_state text NOT NULL, trigger_type text NOT NULL, start_time bigint NOT NULL, end_time bigint, calendar_name text, "
            + "misfire_instr smallint, misfire_orig_fire_time bigint, misfire_threshold bigint, job_data bytea, execution_group text, preferred_node text, "
            + "preferred_node_auto boolean NOT NULL DEFAULT false, retry_policy text, retry_attempt integer NOT NULL DEFAULT 0, continues_trigger_name text, "
            + "continues_trigger_group text, continuation_condition text, overlap_policy text, fixed_delay bigint, " + Pause,
            TriggerKey, "job_details"),
        ("simple_triggers", Trigger + ", repeat_count bigint NOT NULL, repeat_interval bigint NOT NULL, times_triggered bigint NOT NULL", TriggerKey, "triggers"),
        ("cron_triggers", Trigger + ", cron_expression text NOT NULL, time_zone_id text", TriggerKey, "triggers"),
        ("simprop_triggers", Trigger + ", str_prop_1 text, str_prop_2 text, str_prop_3 text, int_prop_1 integer, int_prop_2 integer, long_prop_1 bigint, "
            + "long_prop_2 bigint, dec_prop_1 numeric, dec_prop_2 numeric, bool_prop_1 boolean, bool_prop_2 boolean, time_zone_id text",
            TriggerKey, "triggers"),
        ("blob_triggers", Trigger + ", blob_data bytea", TriggerKey, "triggers"),
        ("calendars", Scheduler + ", calendar_name text NOT NULL, calendar bytea NOT NULL", "sched_name, calendar_name", null),
        ("paused_trigger_grps", Scheduler + ", trigger_group text NOT NULL, " + Pause, "sched_name, trigger_group", null),
        ("paused_job_grps", Scheduler + ", job_group text NOT NULL, " + Pause, "sched_name, job_group", null),
        ("fired_triggers", Trigger + ", entry_id text NOT NULL, instance_name text NOT NULL, fired_time bigint NOT NULL, sched_time bigint NOT NULL, "
            + "priority integer NOT NULL, state text NOT NULL, job_name text, job_group text, is_nonconcurrent boolean, requests_recovery boolean, "
            + "execution_group text, progress integer, progress_message text, interrupt_requested_time bigint",
            "sched_name, entry_id", null),
        ("scheduler_state", Scheduler + ", instance_name text NOT NULL, last_checkin_time bigint NOT NULL, checkin_interval bigint NOT NULL, quartz_version text",
            "sched_name, instance_name", null),
        ("locks", Scheduler + ", lock_name text NOT NULL", "sched_name, lock_name", null),
    ];

    private static readonly (string Table, string Columns)[] s_indexes =
    [
        ("triggers", "sched_name, trigger_state, next_fire_time"),
        ("triggers", JobKey),
        ("fired_triggers", "sched_name, instance_name"),
        ("fired_triggers", TriggerKey),
        ("fired_triggers", JobKey),
    ];

    /// <summary>Statements that create the tables, in order.</summary>
    public static IEnumerable<string> Create()
    {
        foreach ((string name, string columns, string key, string? parent) in s_tables)
        {
            string parentKey = parent == "job_details" ? JobKey : TriggerKey;
            string reference = parent is null ? "" : $", FOREIGN KEY ({parentKey}) REFERENCES qrtz_{parent} ({parentKey}) ON DELETE CASCADE";
            yield return $"CREATE TABLE qrtz_{name} ({columns}, PRIMARY KEY ({key}){reference})";
        }

        foreach ((string table, string columns) in s_indexes)
        {
            yield return $"CREATE INDEX ON qrtz_{table} ({columns})";
        }
    }

    /// <summary>Statements that drop the tables, in order.</summary>
    public static IEnumerable<string> Drop() => s_tables.Reverse().Select(t => $"DROP TABLE qrtz_{t.Name}");
}
