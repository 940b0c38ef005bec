using System.Globalization;
using TriageBot.Engine.Kprobes;
using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Kernel;

/// <summary>The files through which user space talks to the modelled subsystems.</summary>
/// <remarks>Source: <c>fs/sysfs</c>, <c>kernel/params.c</c>, <c>kernel/trace/trace.c</c>, <c>kernel/livepatch/core.c</c>; facts F80, L58, L59, L90.</remarks>
public sealed class KernelFiles(EmulatedKernel kernel)
{
    private const string Tracing = "/sys/kernel/tracing/";
    private const string KlpRoot = "/sys/kernel/livepatch/";
    private const string FtraceEnabled = "/proc/sys/kernel/ftrace_enabled";

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
            ["sys", "kernel", "livepatch", string patch, string file] => WriteLivepatch(patch, file, value),
            ["proc", "sys", "kernel", "ftrace_enabled"] => ModuleParameters.ParseInt(value) is int on ? kernel.Ftrace.SetEnabled(on != 0) : Errno.Einval,
            ["sys", "kernel", "tracing" or "debug", .. string[] rest] => WriteTracing(rest is ["tracing", .. string[] inner] ? inner : rest, value, append),
            _ => Errno.Enoent,
        };
    }

    /// <summary>Reads a file.</summary>
    /// <returns>Its text, or null with the negative errno in <paramref name="error"/>.</returns>
    public string? Read(string path, out int error)
    {
        ArgumentNullException.ThrowIfNull(path);
        string? text = path switch
        {
            "/proc/cmdline" => kernel.ReadSequence("cmdline_proc_show"),
            "/proc/meminfo" => kernel.ReadSequence("meminfo_proc_show"),
            FtraceEnabled => kernel.FtraceState.Enabled ? "1" : "0",
            Tracing + "set_ftrace_filter" => kernel.FtraceState.Dead ? null : string.Join('\n', kernel.Tracer.FilterLines()),
            Tracing + "current_tracer" => kernel.Tracer.Current,
            Tracing + "enabled_functions" => string.Join('\n', kernel.EnabledFunctions()),
            Tracing + "tracing_on" => kernel.Buffer.On ? "1" : "0",
            _ => ReadNamed(path),
        };
        bool dead = path == Tracing + "set_ftrace_filter";
        error = text is not null ? 0 : dead ? Errno.Enodev : Errno.Enoent;
        return text;
    }

    /// <summary>Files of livepatch in sysfs with their text, sorted; <c>force</c> cannot be read.</summary>
    public IEnumerable<KeyValuePair<string, string>> LivepatchFiles() =>
        Patches.SelectMany(FilesOf).OrderBy(f => f.Key, StringComparer.Ordinal);

    /// <summary>Folders of livepatch in sysfs, each with a slash at its end, sorted.</summary>
    public IEnumerable<string> LivepatchFolders() =>
        Patches.SelectMany(FoldersOf).Order(StringComparer.Ordinal);

    private IEnumerable<KlpPatch> Patches => kernel.Livepatch.Patches.Where(p => p.InSysfs);

    private IEnumerable<KeyValuePair<string, string>> FilesOf(KlpPatch patch)
    {
        Profiles.LivepatchRules rules = kernel.Profile.Livepatch;
        yield return new(patch.Name + "/enabled", patch.Enabled ? "1" : "0");
        if (rules.SysfsTransition)
        {
            yield return new(patch.Name + "/transition", kernel.Livepatch.Transition.Patch == patch ? "1" : "0");
        }

        if (rules.SysfsStackOrder)
        {
            int order = Patches.ToList().IndexOf(patch) + 1;
            yield return new(patch.Name + "/replace", patch.Replace ? "1" : "0");
            yield return new(patch.Name + "/stack_order", order.ToString(CultureInfo.InvariantCulture));
        }

        foreach (KlpObject target in rules.SysfsPatched ? patch.Objects : [])
        {
            yield return new($"{patch.Name}/{target.Label}/patched", target.Patched ? "1" : "0");
        }
    }

    private static IEnumerable<string> FoldersOf(KlpPatch patch) =>
        patch.Objects
            .SelectMany(o => o.Functions.Select(f => $"{patch.Name}/{o.Label}/{f.Definition.OldName},{Math.Max(1, f.Definition.SymbolPosition)}/").Append($"{patch.Name}/{o.Label}/"))
            .Append(patch.Name + "/");

    private string? ReadNamed(string path)
    {
        if (path.StartsWith(KlpRoot, StringComparison.Ordinal))
        {
            string name = path[KlpRoot.Length..];
            return LivepatchFiles().Where(f => f.Key == name).Select(f => f.Value).FirstOrDefault();
        }

        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["sys", "module", string module, "parameters", string parameter]
            && kernel.Loader.Find(module) is KernelModule loaded
            && loaded.Definition.Parameters.Any(p => p.Name == parameter && p.Readable)
                ? loaded.Parameter(parameter)
                : null;
    }

    private int WriteParameter(string module, string parameter, string value)
    {
        if (kernel.Loader.Find(module) is not KernelModule loaded
            || loaded.Definition.Parameters.FirstOrDefault(p => p.Name == parameter) is not ModuleParameter definition)
        {
            return Errno.Enoent;
        }

        return definition.Writable ? kernel.Parameters.Set(loaded, definition, value) : -13;
    }

    private int WriteLivepatch(string name, string file, string value)
    {
        KlpPatch? patch = Patches.FirstOrDefault(p => p.Name == name);
        if (patch is null || file is not ("enabled" or "force"))
        {
            return Errno.Enoent;
        }

        return ModuleParameters.ParseBool(value) is not bool on
            ? Errno.Einval
            : file == "enabled" ? kernel.Livepatch.SetEnabled(patch, on) : kernel.Livepatch.Force(patch, on);
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
