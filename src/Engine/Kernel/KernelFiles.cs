using System.Globalization;
using TriageBot.Engine.Kprobes;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Tasks;

namespace TriageBot.Engine.Kernel;

/// <summary>The files through which user space talks to the modelled subsystems.</summary>
/// <remarks>Source: <c>fs/sysfs</c>, <c>kernel/params.c</c>, <c>kernel/trace/trace.c</c>, <c>kernel/livepatch/core.c</c>; facts F80, L58, L59, L90.</remarks>
public sealed class KernelFiles(EmulatedKernel kernel)
{
    private const string Tracing = "/sys/kernel/tracing/";
    private const string KlpRoot = "/sys/kernel/livepatch/";
    private const string FtraceEnabled = "/proc/sys/kernel/ftrace_enabled";
    private const string OldTracing = "/sys/kernel/debug/tracing/";

    private readonly KlpSysfs _livepatch = new(kernel.Livepatch, kernel.Profile.Livepatch);

    /// <summary>Writes a file.</summary>
    /// <param name="append">Opened with <c>&gt;&gt;</c>.</param>
    /// <returns>0 or a negative errno; <c>-ENOENT</c> for a file that is not there or not modelled.</returns>
    public int Write(string path, string value, bool append)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["sys", "module", string module, "parameters", string parameter] => WriteParameter(module, parameter, value),
            ["sys", "kernel", "livepatch", string patch, string file] => _livepatch.Write(patch, file, value),
            ["proc", "sys", "kernel", "ftrace_enabled"] => ModuleParameters.ParseInt(value) is int on ? kernel.Ftrace.SetEnabled(on != 0) : Errno.Einval,
            ["sys", "kernel", "debug", "kprobes", "enabled"] => WriteKprobesEnabled(value),
            ["sys", "kernel", "debug", "dynamic_debug", "control"] or ["proc", "dynamic_debug", "control"] => kernel.DynamicDebug.Execute(value) ? 0 : Errno.Einval,
            ["sys", "kernel", "tracing" or "debug", .. string[] rest] => WriteTracing(rest is ["tracing", .. string[] inner] ? inner : rest, value, append),
            _ => Errno.Enoent,
        };
    }

    /// <summary>Reads a file.</summary>
    /// <returns>Its text, or null with the negative errno in <paramref name="error"/>.</returns>
    public string? Read(string path, out int error)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.StartsWith(OldTracing, StringComparison.Ordinal))
        {
            path = Tracing + path[OldTracing.Length..];
        }

        string? text = path switch
        {
            "/proc/cmdline" => kernel.ReadSequence("cmdline_proc_show"),
            "/proc/meminfo" => kernel.ReadSequence("meminfo_proc_show"),
            "/proc/sys/kernel/printk" => kernel.ConsoleLevels.ToString(),
            "/sys/kernel/debug/kprobes/enabled" => kernel.Kprobes.AllArmed ? "1" : "0",
            FtraceEnabled => kernel.FtraceState.Enabled ? "1" : "0",
            Tracing + "set_ftrace_filter" => kernel.FtraceState.Dead ? null : string.Join('\n', kernel.Tracer.FilterLines()),
            Tracing + "current_tracer" => kernel.Tracer.Current,
            Tracing + "enabled_functions" => string.Join('\n', kernel.EnabledFunctions()),
            Tracing + "tracing_on" => kernel.Buffer.On ? "1" : "0",
            Tracing + "trace" => string.Join('\n', kernel.Buffer.Lines),
            _ => ReadNamed(path),
        };
        bool dead = path == Tracing + "set_ftrace_filter";
        error = text is not null ? 0 : dead ? Errno.Enodev : Errno.Enoent;
        return text;
    }

    /// <summary>Mode of a file or folder as <c>ls -l</c> shows it, or null when it is not there or its mode is not modelled.</summary>
    public string? Mode(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["sys", "kernel", "livepatch", .. string[] below])
        {
            string name = string.Join('/', below);
            return below.Length == 0 || _livepatch.Folders().Contains(name + "/", StringComparer.Ordinal)
                ? "drwxr-xr-x"
                : ModeText(_livepatch.Files().FirstOrDefault(f => f.Path == name)?.Mode);
        }

        return parts is ["sys", "module", string module, "parameters", string parameter] && Parameter(module, parameter) is (_, ModuleParameter definition)
            ? ModeText((definition.Readable ? 0x124 : 0) | (definition.Writable ? 0x80 : 0))
            : ModeText(kernel.GuestFiles.Mode(path));
    }

    /// <summary>Files of livepatch in sysfs with their text, sorted; <c>force</c> cannot be read.</summary>
    public IEnumerable<KeyValuePair<string, string>> LivepatchFiles() =>
        _livepatch.Files().Where(f => f.Text is not null).Select(f => KeyValuePair.Create(f.Path, f.Text!));

    /// <summary>Folders of livepatch in sysfs, each with a slash at its end, sorted.</summary>
    public IEnumerable<string> LivepatchFolders() => _livepatch.Folders();

    private static string? ModeText(int? mode) =>
        mode is int bits ? "-" + string.Concat(Enumerable.Range(0, 9).Select(i => (bits & (0x100 >> i)) != 0 ? "rwx"[i % 3] : '-')) : null;

    private string? ReadNamed(string path)
    {
        if (path.StartsWith(KlpRoot, StringComparison.Ordinal))
        {
            string name = path[KlpRoot.Length..];
            return _livepatch.Files().FirstOrDefault(f => f.Path == name)?.Text;
        }

        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["sys", "module", string module, "parameters", string parameter] => ReadParameter(module, parameter),
            ["sys", "module", string module, "refcnt"] => kernel.Loader.Find(module)?.References.ToString(CultureInfo.InvariantCulture),
            ["sys", "module", string module, "initstate"] => kernel.Loader.Find(module)?.State.Name().ToLowerInvariant(),
            ["proc", string task, string file] => ReadTask(task, file),
            _ => kernel.GuestFiles.Read(path),
        };
    }

    private string? ReadTask(string number, string file)
    {
        KernelTask? task = number == "self" ? kernel.Scheduler.Current : kernel.Scheduler.Tasks.FirstOrDefault(t => t.Pid.ToString(CultureInfo.InvariantCulture) == number);
        return file switch
        {
            "comm" => task?.Name,
            "patch_state" when kernel.Profile.Livepatch.SysfsTransition => task is null ? null : ((int)task.PatchState).ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private (KernelModule Module, ModuleParameter Definition)? Parameter(string module, string parameter) =>
        kernel.Loader.Find(module) is KernelModule loaded && loaded.Definition.Parameters.FirstOrDefault(p => p.Name == parameter) is ModuleParameter definition
            ? (loaded, definition)
            : null;

    private string? ReadParameter(string module, string parameter) =>
        Parameter(module, parameter) is (KernelModule loaded, { Readable: true } definition) ? kernel.Parameters.Get(loaded, definition) : null;

    private int WriteKprobesEnabled(string value)
    {
        if (ModuleParameters.ParseBool(value) is not bool on)
        {
            return Errno.Einval;
        }

        kernel.Kprobes.SetAllArmed(on);
        return 0;
    }

    private int WriteParameter(string module, string parameter, string value)
    {
        if (Parameter(module, parameter) is not (KernelModule loaded, ModuleParameter definition))
        {
            return Errno.Enoent;
        }

        return definition.Writable ? kernel.Parameters.Set(loaded, definition, value) : Errno.Eacces;
    }

    private int WriteTracing(string[] parts, string value, bool append)
    {
        switch (parts)
        {
            case ["set_ftrace_filter"]:
                return kernel.Tracer.SetFilter(value, append);
            case ["current_tracer"]:
                return kernel.Tracer.Select(value.Trim());
            case ["tracing_on"]:
                kernel.Buffer.On = value.Trim() != "0";
                return 0;
            case ["trace"]:
                kernel.Buffer.Clear();
                return 0;
            case ["kprobe_events"]:
                return WriteKprobeEvents(value, append);
            case ["events", "kprobes", string name, "enable"]:
                KprobeEvent? probe = kernel.Kprobes.Events.FirstOrDefault(e => e.Name == name);
                return probe is null ? Errno.Enoent : kernel.Kprobes.SetEnabled(probe, value.Trim() == "1");
            default:
                return Errno.Enoent;
        }
    }

    /// <summary><c>p:NAME [MODULE:]SYMBOL</c>; an empty write clears. A name of the form <c>NAME/post</c> is ours: a probe with a post-handler.</summary>
    private int WriteKprobeEvents(string value, bool append)
    {
        if (!append && kernel.Kprobes.Clear() is int busy and < 0)
        {
            return busy;
        }

        string[] words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return 0;
        }

        if (words is not [string kind, string place] || !kind.StartsWith("p:", StringComparison.Ordinal))
        {
            return Errno.Einval;
        }

        string name = kind[2..];
        bool post = name.EndsWith("/post", StringComparison.Ordinal);
        string[] target = place.Split(':');
        string? module = target.Length == 2 ? target[0] : null;
        KprobeEvent wanted = new(post ? name[..^"/post".Length] : name, module, target[^1], post);
        return kernel.Kprobes.Define(wanted, module is null || kernel.Loader.Find(module) is not null);
    }
}
