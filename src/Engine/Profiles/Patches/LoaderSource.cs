using System.Collections.Immutable;
using static TriageBot.Engine.Profiles.Patches.LoaderLines;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>The loader of a profile as functions with lines, in the order of the kernel's source: what a patch is applied to.</summary>
/// <remarks>Source: <c>kernel/module/main.c</c> (<c>kernel/module.c</c> up to v5.17): facts M10 to M53. Landmarks are calls between the steps that stand in all of the
/// kernels of the profiles; they tell where a hunk is.</remarks>
internal sealed class LoaderSource
{
    /// <summary>The function that loads.</summary>
    public const string Load = "load_module";

    /// <summary>The function that unloads.</summary>
    public const string Unload = "sys_delete_module";

    /// <summary>Tells the subsystems that a module is coming; from v4.6 on.</summary>
    public const string Prepare = "prepare_coming_module";

    /// <summary>Runs a module's init.</summary>
    public const string Init = "do_init_module";

    /// <summary>Makes a module COMING.</summary>
    public const string Formation = "complete_formation";

    /// <summary>Frees a module.</summary>
    public const string Free = "free_module";

    /// <summary>Where a failure goes that nobody was told of.</summary>
    private const string BeforeCleanup = "ddebug_cleanup";

    private const string InitFailed = "init_failed";
    private const string Unlinked = "unlinked";
    private readonly ImmutableDictionary<string, ImmutableArray<LoaderStep>> _programs;
    private readonly Dictionary<string, ImmutableArray<LoaderLine>> _functions = new(StringComparer.Ordinal);
    private string _cleanup = "";

    private LoaderSource(KernelProfile profile) =>
        _programs = profile.Programs.ToImmutableDictionary(p => p.Key, p => (ImmutableArray<LoaderStep>)[.. p.Value.Select(LoaderStep.Parse)], StringComparer.Ordinal);

    /// <summary>The functions of a profile.</summary>
    /// <returns>Null when its programs do not have the steps by which the functions are told apart.</returns>
    public static Dictionary<string, ImmutableArray<LoaderLine>>? Of(KernelProfile profile)
    {
        LoaderSource source = new(profile);
        ImmutableArray<LoaderStep> load = source._programs["load"];
        int coming = IndexOf(load, "set_state COMING");
        int arguments = IndexOf(load, "parse_args");
        int init = IndexOf(load, "do_init_module");
        int formation = IndexOf(load, "protect_text");
        if (formation < 0 || coming < formation || arguments < coming || init < arguments)
        {
            return null;
        }

        source.Split(load, formation, coming, arguments, init);
        return source._functions;
    }

    private static int IndexOf(ImmutableArray<LoaderStep> steps, string call) => steps.ToList().FindIndex(step => step.Call == call);

    private void Split(ImmutableArray<LoaderStep> load, int formation, int coming, int arguments, int init)
    {
        ImmutableArray<LoaderStep> segment = load[(coming + 1)..arguments];
        bool prepares = segment.Any(step => step.OnError is not null || step.Action != "chain");
        string? refused = segment.Select(step => step.OnError).FirstOrDefault(label => label is not null);
        _cleanup = refused is null ? load[arguments].OnError ?? "" : Last(refused);
        ImmutableArray<LoaderLine> notices = [.. segment.Select(Propagating)];
        _functions[Formation] =
        [
            Landmark("verify_exported_symbols"), Landmark("module_bug_finalize"), Landmark("module_enable_ro"), Landmark("module_enable_nx"),
            .. load[formation..(coming + 1)].Select(Plain), .. prepares ? [] : notices, Return,
        ];
        if (prepares)
        {
            _functions[Prepare] = [.. notices, Return];
        }

        _functions[Init] = InitLines(load, init);
        _functions[Unload] = UnloadLines();
        _functions[Free] = [new LoaderLine(LoaderLineKind.Landmark, "", "call trace_module_free"), Landmark("mod_sysfs_teardown"), Landmark("module_arch_cleanup"), Landmark("module_unload_free"), Landmark("destroy_params")];
        _functions[Load] = LoadLines(load, formation, prepares, arguments, init);
    }

    private ImmutableArray<LoaderLine> LoadLines(ImmutableArray<LoaderStep> load, int formation, bool prepares, int arguments, int init)
    {
        LoaderLine[] prepare = prepares ? [Call(Prepare) with { OnError = GoTo(_cleanup) }] : [];
        return
        [
            Landmark("add_unformed_module"), Landmark("find_module_sections"), Landmark("simplify_symbols"), Landmark("post_relocation"), Landmark("dynamic_debug_setup"),
            .. load[..formation].Select(Jumping),
            Call(Formation) with { OnError = GoTo(BeforeCleanup) }, .. prepare,
            .. load[arguments..init].Select(Jumping),
            Landmark("mod_sysfs_setup"), Landmark("copy_module_elf"), Landmark("trace_module_load"),
            Call(Init), Return,
            .. Tail(),
        ];
    }

    // In the order of the source: each label falls through to the one that its program goes on at.
    private IEnumerable<LoaderLine> Tail()
    {
        HashSet<string> inner = [.. _functions.Values.SelectMany(lines => lines).Select(line => line.OnError?.Label).OfType<string>(), "load", "unload", InitFailed];
        List<string> labels = [.. _programs.Keys.Where(label => !inner.Contains(label) || label == _cleanup).OrderBy(label => label == Unlinked).ThenBy(label => label, StringComparer.Ordinal)];
        HashSet<string> entered = [.. labels.Select(NextOf).OfType<string>()];
        HashSet<string> done = [];
        foreach (string first in labels.Where(label => !entered.Contains(label)).Concat(labels))
        {
            for (string? label = first; label is not null && done.Add(label); label = NextOf(label))
            {
                foreach (LoaderLine line in TailOf(label, done))
                {
                    yield return line;
                }
            }
        }
    }

    private IEnumerable<LoaderLine> TailOf(string label, HashSet<string> done)
    {
        ImmutableArray<LoaderStep> steps = _programs[label];
        string? next = NextOf(label);
        bool isCleanup = label == _cleanup;
        yield return new LoaderLine(LoaderLineKind.Label, label, "label " + label);
        int set = 0;
        if (!steps.IsEmpty && steps[0].Action == "set_state")
        {
            yield return Plain(steps[0]);
            set = 1;
        }

        if (isCleanup || next is not null)
        {
            yield return Landmark(isCleanup ? "module_bug_cleanup" : "destroy_params");
        }

        foreach (LoaderStep step in steps[set..^(next is null ? 0 : 1)])
        {
            if (isCleanup && step.Action == "ftrace.release_mod")
            {
                yield return Landmark("dynamic_debug_remove");
                yield return new LoaderLine(LoaderLineKind.Landmark, BeforeCleanup, "label " + BeforeCleanup);
            }

            yield return Jumping(step);
        }

        if (next is null)
        {
            yield return Landmark("free_copy");
            yield return Return with { Key = null };
        }
        else if (done.Contains(next))
        {
            yield return new LoaderLine(LoaderLineKind.Goto, next, null);
        }
    }

    private string? NextOf(string label) =>
        _programs.TryGetValue(label, out ImmutableArray<LoaderStep> steps) && steps is [.., { Action: "goto" } last] ? last.Arguments[0] : null;

    private string Last(string label) => NextOf(label) ?? label;

    private ImmutableArray<LoaderLine> InitLines(ImmutableArray<LoaderStep> load, int init)
    {
        LoaderLine run = new(LoaderLineKind.Step, load[init].Call, "call do_one_initcall") { OnError = load[init].OnError is string label ? GoTo(label) : null };
        List<LoaderLine> lines = [Landmark("do_mod_ctors"), run];
        foreach (LoaderStep step in load[(init + 1)..])
        {
            lines.Add(Plain(step));
            if (step.Call == "chain LIVE")
            {
                lines.AddRange([Landmark("kobject_uevent"), Landmark("async_synchronize_full")]);
            }
        }

        lines.Add(Return);
        if (_programs.TryGetValue(load[init].OnError ?? "", out ImmutableArray<LoaderStep> failed))
        {
            // "fail" in the source.
            lines.AddRange([new LoaderLine(LoaderLineKind.Label, load[init].OnError!, "label fail"), .. failed.Select(Jumping), Landmark("wake_up_all"), Return]);
        }

        return [.. lines];
    }

    // try_stop_module() sets the state.
    private ImmutableArray<LoaderLine> UnloadLines()
    {
        ImmutableArray<LoaderStep> steps = _programs["unload"];
        int free = IndexOf(steps, "free_module");
        free = free < 0 ? steps.Length : free;
        int set = steps is [{ Action: "set_state" }, ..] ? 1 : 0;
        return
        [
            Landmark("find_module"), .. steps[..set].Select(step => Plain(step) with { Key = null }), .. steps[set..free].Select(Jumping),
            Landmark("async_synchronize_full"), .. steps[free..].Select(Jumping), Landmark("wake_up_all"), Return,
        ];
    }

    private LoaderLine Propagating(LoaderStep step)
    {
        if (step.OnError is not string label)
        {
            return Plain(step);
        }

        ImmutableArray<LoaderStep> path = label == _cleanup ? [] : _programs.GetValueOrDefault(label, []);
        IEnumerable<LoaderLine> lines = (NextOf(label) is null ? path : path[..^1]).Select(Plain);
        return Plain(step) with { OnError = new ErrorPath(label, [.. lines, Return]) };
    }

    private LoaderLine Jumping(LoaderStep step) => Plain(step) with { OnError = step.OnError is string label ? GoTo(label) : null };
}
