using System.Collections.Immutable;
using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Kprobes;
using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Notifiers;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Kernel;

/// <summary>The named actions of loader programs, and the built-in blocks of the module chain that call them.</summary>
internal static class KernelActions
{
    /// <summary>Adds every action under its name. Those that are kernel functions of their own leave a trace event when entered.</summary>
    public static void Add(
        Dictionary<string, LoaderAction> actions, TraceLog trace, FtraceModules ftrace, KlpModules livepatch, KprobeRegistry kprobes)
    {
        AddTraced("ftrace.module_init", m => ftrace.Init(m));
        AddTraced("ftrace.module_enable", m => ftrace.Enable(m));
        AddTraced("ftrace.release_mod", m => ftrace.Release(m));
        AddTraced("ftrace.free_init", m => ftrace.FreeInit(m));
        AddTraced("klp.module_going", m => livepatch.Going(m));
        AddTraced("klp.cleanup_module_patches_limited", m => livepatch.Going(m));
        actions.Add("klp.module_coming", m =>
        {
            Enter("klp.module_coming", m);
            return livepatch.Coming(m);
        });
        actions.Add("trace_kprobe.module_coming", Quiet(kprobes.ModuleComing));
        actions.Add("kprobes.module_going", Quiet(kprobes.ModuleGoing));
        actions.Add("kprobes.module_live", _ => 0);

        // For profiles in which a built-in callback cannot do its work: jump_label, tracepoint, bpf, btf, static_call (M34, N51), srcu (M33).
        actions.Add("fail.enomem", _ => Errno.Enomem);
        actions.Add("fail.einval", _ => Errno.Einval);

        void AddTraced(string name, Action<KernelModule> action) => actions.Add(name, m =>
        {
            Enter(name, m);
            action(m);
            return 0;
        });

        void Enter(string name, KernelModule module) => trace.Append(new KernelFunctionEntered(
            trace.NextTick, LoaderActionNames.KernelFunction(name), module.Name, $"[{module.State.Name()}]"));
    }

    /// <summary>The chain's word for what the profile says of double registration.</summary>
    public static DoubleRegistration EraOf(DoubleRegistrationEra era) => era switch
    {
        DoubleRegistrationEra.SelfLoop => DoubleRegistration.SelfLoop,
        DoubleRegistrationEra.WarnAndLoop => DoubleRegistration.WarnAndLoop,
        DoubleRegistrationEra.WarnOnly => DoubleRegistration.WarnOnly,
        _ => DoubleRegistration.Refused,
    };

    /// <summary>Registers the profile's blocks, in its order.</summary>
    public static void RegisterBuiltIn(KernelProfile profile, NotifierChain chain, IReadOnlyDictionary<string, LoaderAction> actions)
    {
        foreach (BuiltInBlock block in profile.ModuleChain)
        {
            Check(profile, block, actions);
            chain.Register(new NotifierBlock(block.Callback, block.PriorityValue, (action, data) => Call(block, actions, action, data)));
        }
    }

    private static void Check(KernelProfile profile, BuiltInBlock block, IReadOnlyDictionary<string, LoaderAction> actions)
    {
        foreach ((string state, string action) in block.Actions ?? ImmutableDictionary<string, string>.Empty)
        {
            if (state is not ("COMING" or "LIVE" or "GOING"))
            {
                throw new ProfileException($"profile {profile.Name}: the block {block.Callback} has an action for '{state}'; write COMING, LIVE or GOING");
            }

            if (action is null || BuiltInBlock.Split(action).FirstOrDefault(name => !actions.ContainsKey(name)) is not null)
            {
                throw new ProfileException($"profile {profile.Name}: the block {block.Callback} names the action '{action}', which no subsystem knows");
            }
        }
    }

    private static NotifyResult Call(
        BuiltInBlock block, IReadOnlyDictionary<string, LoaderAction> actions, int action, object? data)
    {
        string state = ((ModuleState)action).Name();
        if (block.Actions is null || !block.Actions.TryGetValue(state, out string? name) || data is not KernelModule module)
        {
            return NotifyResult.Done;
        }

        // A handler that does several things stops at the first that fails.
        int error = BuiltInBlock.Split(name).Select(one => actions[one](module)).FirstOrDefault(result => result < 0);
        return block.Result switch
        {
            BlockResult.Errno => NotifyResult.FromErrno(Math.Min(0, error)),
            BlockResult.BareErrno when error < 0 => new NotifyResult(error),
            _ => NotifyResult.Ok,
        };
    }

    private static LoaderAction Quiet(Action<KernelModule> action) => module =>
    {
        action(module);
        return 0;
    };
}
