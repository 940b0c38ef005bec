using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TriageBot.Engine.Kernel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Tasks;
using TriageBot.Engine.Transcripts;

namespace TriageBot.Engine.Selftests;

/// <summary>Does what the shell functions of the selftests do, in an emulated kernel. A step that a script would die of ends it.</summary>
/// <remarks>Source: <c>tools/testing/selftests/livepatch/functions.sh</c>; facts S01 to S04.</remarks>
internal sealed partial class SelftestScript(EmulatedKernel kernel, IModuleLibrary modules, bool insmod)
{
    private const string KlpFolder = "/sys/kernel/livepatch/";
    private const string Tracing = "/sys/kernel/tracing/";

    /// <summary>Seconds that the scripts wait for anything.</summary>
    private const int Patience = 60;
    private const int OnlineProcessors = 1;

    private readonly KernelFiles _files = new(kernel);
    private readonly SelftestWording _wording = new(insmod);
    private readonly List<KernelTask> _spawned = [];
    private ImmutableArray<string> _traced = [];

    /// <summary>Process numbers of all that were spawned, with commas between.</summary>
    public string SpawnedPids { get; private set; } = "";

    /// <summary>Runs one step.</summary>
    /// <returns>Why the script dies, or null.</returns>
    public string? Run(SelftestStep step) => step.Verb switch
    {
        SelftestVerb.Load => Load(step),
        SelftestVerb.Unload => Unload(step.Subject),
        SelftestVerb.Disable => Disable(step.Subject),
        SelftestVerb.Write => Write(step.Subject, step.Value, log: true),
        SelftestVerb.Sysctl => SetSysctl(step),
        SelftestVerb.Wait => Until(() => Read(step.Subject) == step.Value) ? null : $"{step.Subject} is '{Read(step.Subject)}', not '{step.Value}', after {Patience} seconds",
        SelftestVerb.ReadToLog => ReadToLog(step),
        SelftestVerb.AssertRead => AssertRead(step),
        SelftestVerb.AssertMode => _files.Mode(step.Subject) is string mode && mode == step.Value ? null : $"{step.Subject} has mode {_files.Mode(step.Subject) ?? "none"}, not {step.Value}",
        SelftestVerb.TraceFunction => Trace(step.Words),
        SelftestVerb.AssertTraced => AssertTraced(step.Words),
        SelftestVerb.Spawn => Spawn(step),
        SelftestVerb.KillSpawned => Kill(),
        _ => Log(step.Subject),
    };

    private string? Load(SelftestStep step)
    {
        string name = step.Subject;
        ImmutableArray<string> parameters = [.. step.Words.Select(w => PidsPlaceholder().Replace(w, SpawnedPids))];
        Log(_wording.Load(name, parameters));
        if (modules.Find(name) is not ModuleDefinition definition)
        {
            return $"{_wording.Missing(name)} Is its definition in the folder of --modules?";
        }

        int error = kernel.Loader.Load(definition, [.. parameters.Select(KernelShell.Assignment)]);
        if (step.ExpectFailure)
        {
            return error < 0 ? Log(_wording.Failure(name, error)) : $"{name} unexpectedly loaded";
        }

        if (error < 0)
        {
            return _wording.Failure(name, error);
        }

        if (step is { Livepatch: true, WaitTransition: true })
        {
            return Until(() => Read($"{KlpFolder}{name}/transition") == "0") ? null : $"failed to complete transition of {name}";
        }

        return !step.Livepatch || _files.Mode(KlpFolder + name) is not null ? null : $"{KlpFolder}{name} is not there";
    }

    private string? Unload(string module)
    {
        string count = $"/sys/module/{module}/refcnt";
        if (!Until(() => Read(count) == "0"))
        {
            return $"failed to unload module {module}: {count} is '{Read(count)}'";
        }

        Log($"% rmmod {module}");
        int error = kernel.Loader.Unload(module);
        return error < 0 ? $"rmmod: ERROR: could not remove '{module}': {Errno.Text(error)}" : null;
    }

    private string? Disable(string patch) =>
        Write($"{KlpFolder}{patch}/enabled", "0", log: true)
        ?? (Until(() => _files.Mode(KlpFolder + patch) is null) ? null : $"{KlpFolder}{patch} is still there after {Patience} seconds");

    private string? Write(string path, string value, bool log)
    {
        if (log)
        {
            Log($"% echo {value} > {path}");
        }

        int error = _files.Write(path, value, append: false);
        return error < 0 ? $"echo {value} > {path}: write error: {Errno.Text(error)}" : null;
    }

    private string? SetSysctl(SelftestStep step)
    {
        string path = "/proc/sys/" + step.Subject.Replace('.', '/');
        int error = _files.Write(path, step.Value, append: false);
        string? now = Read(path);
        if (now != step.Value && !step.MayFail)
        {
            return $"failed to set {step.Subject} = {step.Value}";
        }

        return Log(error < 0 ? $"livepatch: sysctl: setting key \"{step.Subject}\": {Errno.Text(error)}" : $"livepatch: {step.Subject} = {now}");
    }

    private string? ReadToLog(SelftestStep step)
    {
        foreach (string line in (_files.Read(step.Subject, out _) ?? "").Split('\n').Where(l => step.Words.All(w => l.Contains(w, StringComparison.Ordinal))))
        {
            Log(line);
        }

        return null;
    }

    private string? AssertRead(SelftestStep step)
    {
        string? text = Read(step.Subject);
        bool same = step.Part ? text?.Contains(step.Value, StringComparison.Ordinal) == true : text == step.Value;
        if (same == step.Negated)
        {
            return $"{step.Subject} is '{text ?? "not there"}', {(step.Negated ? "which it must not be" : $"not '{step.Value}'")}";
        }

        return step.LogOnSuccess is string line ? Log(line) : null;
    }

    private string? Trace(ImmutableArray<string> functions)
    {
        _traced = functions;
        return Write(Tracing + "tracing_on", "1", log: false)
            ?? Write(Tracing + "set_ftrace_filter", string.Join(' ', functions), log: false)
            ?? Write(Tracing + "current_tracer", "function", log: false)
            ?? Write(Tracing + "trace", "", log: false);
    }

    /// <summary>Were the functions traced? Those that are traced when none is named.</summary>
    private string? AssertTraced(ImmutableArray<string> functions)
    {
        string[] traced = [.. kernel.Buffer.Lines];
        string? missing = (functions.IsEmpty ? _traced : functions).FirstOrDefault(f => !traced.Any(l => l.Split(' ', '<', '-').Contains(f, StringComparer.Ordinal)));
        return missing is not null
            ? $"Function ({missing}) did not appear in the trace"
            : Write(Tracing + "current_tracer", "nop", log: false) ?? Write(Tracing + "set_ftrace_filter", "", log: false) ?? Write(Tracing + "trace", "", log: false);
    }

    /// <summary>Starts copies of <c>test_klp-call_NAME</c>, which makes the system call NAME for ever.</summary>
    private string? Spawn(SelftestStep step)
    {
        string call = "__x64_sys_" + step.Subject[(step.Subject.IndexOf('_', step.Subject.LastIndexOf('-') + 1) + 1)..];
        if (kernel.Machine.Symbols.FindAny(call) is not KernelSymbol entry)
        {
            return $"{step.Subject}: the emulated kernel has no {call}";
        }

        int count = int.TryParse(step.Value, CultureInfo.InvariantCulture, out int stated) ? stated : OnlineProcessors;
        for (int i = 0; i < count; i++)
        {
            _spawned.Add(kernel.Scheduler.Fork(step.Subject, isProcess: true, () => new KernelCall(entry.Address, 0)));
        }

        SpawnedPids = string.Join(',', _spawned.Select(t => t.Pid));
        return null;
    }

    private string? Kill()
    {
        _spawned.ForEach(kernel.Scheduler.Exit);
        _spawned.Clear();
        return null;
    }

    private string? Read(string path) => _files.Read(path, out _)?.TrimEnd('\n');

    private bool Until(Func<bool> done)
    {
        for (int i = 0; i < Patience && !done(); i++)
        {
            kernel.PassTime(1000);
        }

        return done();
    }

    private string? Log(string line)
    {
        kernel.Log.Print(line);
        return null;
    }

    [GeneratedRegex("<[^<>]*pids[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PidsPlaceholder();
}
