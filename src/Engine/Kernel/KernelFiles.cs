using System.Globalization;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Tasks;

namespace TriageBot.Engine.Kernel;

/// <summary>The files through which user space talks to the modelled subsystems.</summary>
/// <remarks>Source: <c>fs/sysfs</c>, <c>kernel/params.c</c>, <c>kernel/trace/trace.c</c>, <c>kernel/livepatch/core.c</c>; facts F80, L58, L59, L90.</remarks>
public sealed class KernelFiles(EmulatedKernel kernel)
{
    private const string KlpRoot = "/sys/kernel/livepatch/";
    private const string FtraceEnabled = "/proc/sys/kernel/ftrace_enabled";

    private readonly TracingFiles _tracing = new(kernel);
    private readonly KlpSysfs _livepatch = new(kernel.Livepatch, kernel.Profile.Livepatch);

    /// <summary>Writes a file.</summary>
    /// <param name="append">Opened with <c>&gt;&gt;</c>.</param>
    /// <returns>0 or a negative errno; <c>-ENOENT</c> for a file that is not there or not modelled.</returns>
    public int Write(string path, string value, bool append)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        string[] parts = Parts(path);
        return parts switch
        {
            ["sys", "module", string module, "parameters", string parameter] => WriteParameter(module, parameter, value),
            ["sys", "kernel", "livepatch", string patch, string file] => _livepatch.Write(patch, file, value),
            ["proc", "sys", "kernel", "ftrace_enabled"] => ModuleParameters.ParseInt(value) is int on ? kernel.Ftrace.SetEnabled(on != 0) : Errno.Einval,
            ["sys", "kernel", "debug", "kprobes", "enabled"] => WriteKprobesEnabled(value),
            ["sys", "kernel", "debug", "dynamic_debug", "control"] or ["proc", "dynamic_debug", "control"] => kernel.DynamicDebug.Execute(value) ? 0 : Errno.Einval,
            ["sys", "kernel", "tracing", .. string[] rest] => _tracing.Write(rest, value, append),
            _ => Errno.Enoent,
        };
    }

    /// <summary>Reads a file.</summary>
    /// <returns>Its text, or null with the negative errno in <paramref name="error"/>.</returns>
    public string? Read(string path, out int error)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] parts = Parts(path);
        if (parts is ["sys", "kernel", "tracing", .. string[] below])
        {
            return _tracing.Read(below, out error);
        }

        string? text = path switch
        {
            "/proc/cmdline" => kernel.ReadSequence("cmdline_proc_show"),
            "/proc/modules" => string.Join('\n', kernel.Loader.Modules.Where(m => m.State != ModuleState.Unformed).Reverse().Select(ModuleLine)),
            "/proc/meminfo" => kernel.ReadSequence("meminfo_proc_show"),
            "/proc/sys/kernel/printk" => kernel.ConsoleLevels.ToString(),
            "/sys/kernel/debug/kprobes/enabled" => kernel.Kprobes.AllArmed ? "1" : "0",
            FtraceEnabled => kernel.FtraceState.Enabled ? "1" : "0",
            _ => ReadNamed(path),
        };
        error = text is not null ? 0 : Errno.Enoent;
        return text;
    }

    /// <summary>Mode of a file or folder as <c>ls -l</c> shows it, or null when it is not there or its mode is not modelled.</summary>
    public string? Mode(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] parts = Parts(path);
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

    /// <summary>Names in a folder, sorted, or null when it is not there or not modelled.</summary>
    public string[]? List(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string[] parts = Parts(folder);
        IEnumerable<string>? names = parts switch
        {
            ["sys", "module"] => kernel.Loader.Modules.Select(m => m.Name),
            ["sys", "module", string module, "parameters"] => kernel.Loader.Find(module)?.Definition.Parameters.Select(p => p.Name),
            ["sys", "kernel", "livepatch", .. string[] below] => ListLivepatch(string.Concat(below.Select(b => b + "/"))),
            _ => null,
        };
        return names?.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
    }

    private IEnumerable<string>? ListLivepatch(string prefix) =>
        prefix.Length == 0 || _livepatch.Folders().Contains(prefix, StringComparer.Ordinal)
            ? _livepatch.Files().Select(f => f.Path).Concat(_livepatch.Folders())
                .Where(p => p.StartsWith(prefix, StringComparison.Ordinal) && p.Length > prefix.Length)
                .Select(p => p[prefix.Length..].Split('/')[0])
            : null;

    /// <summary>Folders of livepatch in sysfs, each with a slash at its end, sorted.</summary>
    public IEnumerable<string> LivepatchFolders() => _livepatch.Folders();

    /// <summary>A line of <c>/proc/modules</c> (M04).</summary>
    private static string ModuleLine(KernelModule module)
    {
        string state = module.State switch
        {
            ModuleState.Live => "Live",
            ModuleState.Coming => "Loading",
            _ => "Unloading",
        };
        int size = module.Place is ModulePlace place ? place.Core.Length + place.Init.Length : 0;
        string taint = module.Definition.OutOfTree ? " (O)" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{module.Name} {size} {module.References} - {state} {module.Place?.Core.Start}{taint}");
    }

    /// <summary>Parts of a path; tracefs has a second place below debugfs.</summary>
    private static string[] Parts(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["sys", "kernel", "debug", "tracing", ..] ? ["sys", "kernel", .. parts[3..]] : parts;
    }

    private static string? ModeText(int? mode) =>
        mode is int bits ? "-" + string.Concat(Enumerable.Range(0, 9).Select(i => (bits & (0x100 >> i)) != 0 ? "rwx"[i % 3] : '-')) : null;

    private string? ReadNamed(string path)
    {
        if (path.StartsWith(KlpRoot, StringComparison.Ordinal))
        {
            string name = path[KlpRoot.Length..];
            return _livepatch.Files().FirstOrDefault(f => f.Path == name)?.Text;
        }

        return Parts(path) switch
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
}
