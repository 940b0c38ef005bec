using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Repair;

/// <summary>Applies a <see cref="ChainEdit"/> to a kernel profile: a patch to a kernel is an edit of its loader programs and blocks.</summary>
internal static class ProfileEdit
{
    private const string ChainStep = "chain";
    private const string Robust = "robust";
    private const string Reverse = "reverse";

    /// <summary>The profile with the edit in it.</summary>
    /// <param name="stateOf">Module state that an event of the edit stands for, e.g. COMING for load.</param>
    public static KernelProfile Apply(KernelProfile profile, ChainEdit edit, Func<string, string> stateOf)
    {
        KernelProfile edited = profile with { Name = profile.Name + " with " + edit.Kind };
        switch (edit.Kind)
        {
            case FixKind.DirectCalls:
                return Direct(edited, edit, stateOf);
            case FixKind.ReverseTraversal:
                edited = edited with { Programs = edited.Programs.ToImmutableDictionary(p => p.Key, p => (ImmutableArray<string>)[.. p.Value.Select(Reversed)], StringComparer.Ordinal) };
                return Prioritised(edited, edit, stateOf);
            default:
                return Prioritised(edited, edit, stateOf);
        }
    }

    private static KernelProfile Prioritised(KernelProfile profile, ChainEdit edit, Func<string, string> stateOf) =>
        profile with { ModuleChain = [.. profile.ModuleChain.SelectMany(b => Blocks(b, edit, stateOf))] };

    private static IEnumerable<BuiltInBlock> Blocks(BuiltInBlock block, ChainEdit edit, Func<string, string> stateOf)
    {
        HandlerPriority[] handlers = [.. edit.Handlers.Where(h => h.Callback == block.Callback)];
        if (handlers.Length == 0)
        {
            return [block];
        }

        return handlers.Select(h => h.Event is null
            ? block with { Priority = PriorityText.Format(h.Priority) }
            : block with
            {
                Callback = $"{block.Callback}_{stateOf(h.Event).ToLowerInvariant()}",
                Priority = PriorityText.Format(h.Priority),
                Actions = block.Actions?.Where(a => a.Key == stateOf(h.Event)).ToImmutableDictionary(),
            });
    }

    /// <summary><c>chain GOING</c> and roll-backs walk backwards.</summary>
    private static string Reversed(string text)
    {
        LoaderStep step = LoaderStep.Parse(text);
        bool teardown = step.Action == ChainStep && (step.Arguments[0] == "GOING" || step.Arguments.Contains(Robust, StringComparer.Ordinal));
        return teardown ? (step with { Arguments = step.Arguments.Add(Reverse) }).ToString() : text;
    }

    /// <summary>Takes the blocks off the chain and calls their actions from the loader: set-up before the COMING walk, teardown behind each GOING walk.</summary>
    private static KernelProfile Direct(KernelProfile profile, ChainEdit edit, Func<string, string> stateOf)
    {
        Dictionary<string, ImmutableArray<BuiltInBlock>> orders = edit.DirectOrders.ToDictionary(
            o => stateOf(o.Event),
            o => (ImmutableArray<BuiltInBlock>)[.. o.Order.SelectMany(c => profile.ModuleChain.Where(b => b.Callback == c))],
            StringComparer.Ordinal);
        ImmutableArray<BuiltInBlock> moved = [.. profile.ModuleChain.OrderByDescending(b => b.PriorityValue).Where(b => orders.Values.Any(o => o.Contains(b)))];
        foreach (string state in (string[])["COMING", "GOING"])
        {
            // An event without a requirement keeps the order that it has.
            orders.TryAdd(state, moved);
        }

        ImmutableArray<string> setup = Calls(orders["COMING"], "COMING");
        ImmutableArray<string> teardown = Calls(orders["GOING"], "GOING");
        ImmutableDictionary<string, ImmutableArray<string>> programs = profile.Programs;
        string? refused = RefusedLabel(programs);
        foreach ((string label, ImmutableArray<string> program) in profile.Programs)
        {
            bool needsUndo = label == refused && !program.Any(IsGoingWalk);
            ImmutableArray<string> changed = [.. program.SelectMany(step => IsGoingWalk(step) ? [step, .. teardown] : IsComingWalk(step) ? [.. WithErrors(setup), step] : (IEnumerable<string>)[step])];
            programs = programs.SetItem(label, needsUndo ? [.. teardown, .. changed] : changed);
        }

        for (int i = 1; i < setup.Length; i++)
        {
            // The error path of call i undoes the calls before it and none behind it: their owners were never told.
            IEnumerable<BuiltInBlock> done = orders["COMING"].Take(i);
            ImmutableArray<string> undo = [.. Calls([.. orders["GOING"].Where(done.Contains)], "GOING")];
            programs = programs.Add(RefusalLabel(i), ["set_state GOING", .. undo, "deallocate"]);
        }

        programs = programs.Add(RefusalLabel(0), ["set_state GOING", "deallocate"]);
        return profile with { Programs = programs, ModuleChain = [.. profile.ModuleChain.Where(b => !moved.Contains(b))] };
    }

    private static ImmutableArray<string> Calls(ImmutableArray<BuiltInBlock> blocks, string state) =>
        [.. blocks.SelectMany(b => BuiltInBlock.Split(b.Actions?.GetValueOrDefault(state) ?? ""))];

    private static IEnumerable<string> WithErrors(ImmutableArray<string> setup) => setup.Select((call, i) => $"{call} or {RefusalLabel(i)}");

    private static string RefusalLabel(int call) => $"direct_call_{call}_refused";

    private static bool IsGoingWalk(string text) => LoaderStep.Parse(text) is { Action: ChainStep, Arguments: ["GOING", ..] };

    private static bool IsComingWalk(string text) => LoaderStep.Parse(text) is { Action: ChainStep, Arguments: ["COMING", ..] };

    /// <summary>Where the loader goes when the COMING walk is refused.</summary>
    private static string? RefusedLabel(ImmutableDictionary<string, ImmutableArray<string>> programs) =>
        programs.Values.SelectMany(p => p).Where(IsComingWalk).Select(s => LoaderStep.Parse(s).OnError).FirstOrDefault(l => l is not null);
}
