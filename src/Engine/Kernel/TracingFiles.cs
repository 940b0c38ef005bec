using TriageBot.Engine.Kprobes;
using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Kernel;

/// <summary>The files of <c>/sys/kernel/tracing</c> that the modelled subsystems answer.</summary>
/// <remarks>Source: <c>kernel/trace/trace.c</c>, <c>kernel/trace/ftrace.c</c>, <c>kernel/trace/trace_kprobe.c</c>.</remarks>
internal sealed class TracingFiles(EmulatedKernel kernel)
{
    /// <summary>Reads a file by its path below the folder.</summary>
    /// <returns>Its text, or null with the negative errno in <paramref name="error"/>.</returns>
    public string? Read(string[] parts, out int error)
    {
        error = 0;
        string? text = parts switch
        {
            ["set_ftrace_filter" or "set_ftrace_notrace"] when kernel.FtraceState.Dead => null,
            ["set_ftrace_filter"] => Lines(kernel.Tracer.FilterLines()),
            ["set_ftrace_notrace"] => Lines(kernel.Tracer.NotraceLines()),
            ["available_filter_functions"] => Lines(kernel.Tracer.AvailableFunctions()),
            ["available_tracers"] => "function nop",
            ["current_tracer"] => kernel.Tracer.Current,
            ["enabled_functions"] => Lines(kernel.EnabledFunctions()),
            ["tracing_on"] => kernel.Buffer.On ? "1" : "0",
            ["trace"] => Lines(kernel.Buffer.Lines),
            ["kprobe_events"] => Lines(Probes().Select(e => $"p:kprobes/{e.Name} {(e.Module is null ? "" : e.Module + ":")}{e.Symbol}")),
            ["events", "kprobes", string name, "enable"] => Find(name) is KprobeEvent probe ? (probe.Enabled ? "1" : "0") : null,
            _ => null,
        };
        if (text is null)
        {
            error = parts is ["set_ftrace_filter" or "set_ftrace_notrace"] ? Errno.Enodev : Errno.Enoent;
        }

        return text;
    }

    /// <summary>Writes a file by its path below the folder.</summary>
    /// <returns>0 or a negative errno; <c>-ENOENT</c> for a file that is not there or not modelled.</returns>
    public int Write(string[] parts, string value, bool append)
    {
        switch (parts)
        {
            case ["set_ftrace_filter"]:
                return kernel.Tracer.SetFilter(value, append);
            case ["set_ftrace_notrace"]:
                return kernel.Tracer.SetNotrace(value, append);
            case ["current_tracer"]:
                return kernel.Tracer.Select(value.Trim());
            case ["tracing_on"]:
                return Switch(value, on => kernel.Buffer.On = on);
            case ["trace"]:
                kernel.Buffer.Clear();
                return 0;
            case ["kprobe_events"]:
                return WriteKprobeEvents(value, append);
            case ["events", "kprobes", string name, "enable"]:
                return Find(name) is not KprobeEvent probe
                    ? Errno.Enoent
                    : ModuleParameters.ParseBool(value) is bool wanted ? kernel.Kprobes.SetEnabled(probe, wanted) : Errno.Einval;
            case ["available_filter_functions" or "available_tracers" or "enabled_functions"]:
                return Errno.Eacces;
            default:
                return Errno.Enoent;
        }
    }

    private IEnumerable<KprobeEvent> Probes() => kernel.Kprobes.Events.Where(e => e.Handler is null);

    private KprobeEvent? Find(string name) => Probes().FirstOrDefault(e => e.Name == name);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static int Switch(string value, Action<bool> set)
    {
        if (ModuleParameters.ParseInt(value) is not int number)
        {
            return Errno.Einval;
        }

        set(number != 0);
        return 0;
    }

    /// <summary><c>p:NAME [MODULE:]SYMBOL</c> adds, <c>-:NAME</c> takes away, an empty write takes all away. A name of the form <c>NAME/post</c> is
    /// ours: a probe with a post-handler.</summary>
    private int WriteKprobeEvents(string value, bool append)
    {
        if (!append && kernel.Kprobes.Clear() is int busy and < 0)
        {
            return busy;
        }

        string[] words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => 0,
            [['-', ':', .. string gone]] => Delete(gone),
            [['p', ':', .. string name], string place] => Define(name, place.Split(':')),
            ["p", string place] => Define("p_" + place.Replace(':', '_') + "_0", place.Split(':')),
            _ => Errno.Einval,
        };
    }

    private int Delete(string name) =>
        Find(Event(name)) is KprobeEvent probe ? kernel.Kprobes.Delete(probe) : Errno.Enoent;

    private int Define(string name, string[] place)
    {
        bool post = name.EndsWith("/post", StringComparison.Ordinal);
        string? module = place.Length == 2 ? place[0] : null;
        KprobeEvent wanted = new(Event(post ? name[..^"/post".Length] : name), module, place[^1], post);
        return kernel.Kprobes.Define(wanted, module is null || kernel.Loader.Find(module) is not null);
    }

    /// <summary>The group in front of a name may be left out.</summary>
    private static string Event(string name) => name.StartsWith("kprobes/", StringComparison.Ordinal) ? name["kprobes/".Length..] : name;
}
