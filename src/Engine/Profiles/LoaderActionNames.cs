namespace TriageBot.Engine.Profiles;

/// <summary>Names of loader actions, as profiles write them, and the kernel functions they stand for.</summary>
public static class LoaderActionNames
{
    /// <summary><c>ftrace.module_enable</c> to <c>ftrace_module_enable</c>; the few that differ are listed.</summary>
    public static string KernelFunction(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action switch
        {
            "ftrace.free_init" => "ftrace_free_mem",
            "kprobes.module_live" or "kprobes.module_going" => "kprobes_module_callback",
            "trace_kprobe.module_coming" => "trace_kprobe_module_callback",
            _ => action.Replace('.', '_'),
        };
    }
}
