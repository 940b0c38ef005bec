using System.Collections.Immutable;
using System.Text;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Matrix;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Repair;

/// <summary>Tries edits on an emulated kernel: each is applied to the bad profile and run through the whole matrix.</summary>
internal sealed class KernelSubject(KernelProfile bad, ScenarioMatrix matrix, OrderConstraints constraints) : IRepairSubject
{
    public ImmutableArray<SubjectRow> Run(ChainEdit edit, CancellationToken cancellationToken)
    {
        return [.. MatrixRunner.Run(Edited(edit), matrix, cancellationToken).Select(o => new SubjectRow(o.Row.Name, o.Breaks))];
    }

    public ImmutableArray<string> OrderChanges(ChainEdit edit)
    {
        KernelProfile edited = Edited(edit);
        HashSet<string> mine = [.. constraints.Callbacks];
        IEnumerable<string> relative = constraints.Events.SelectMany(e => WalkChanges.Between(
            e, Walk(bad, e, reversed: false), Walk(edited, e, edit.Kind == FixKind.ReverseTraversal && ModuleEvents.IsTeardown(e)), mine));
        IEnumerable<string> reversed = edit.Kind == FixKind.ReverseTraversal
            ? constraints.Events.Where(ModuleEvents.IsTeardown).Select(e => $"on {e} all other callbacks run in the reverse of today's order")
            : [];
        return [.. relative, .. reversed];
    }

    public KernelProfile Edited(ChainEdit edit) => ProfileEdit.Apply(bad, edit, ModuleEvents.StateOf);

    public string Sketch(ChainEdit edit)
    {
        if (edit.Kind is FixKind.Priority or FixKind.SplitHandlers)
        {
            return BlockSketch(edit);
        }

        StringBuilder text = new();
        if (edit.Kind == FixKind.DirectCalls)
        {
            text.AppendLine("/* kernel/module/main.c: instead of the notifier blocks */");
            foreach ((string e, ImmutableArray<string> order) in edit.DirectOrders)
            {
                text.AppendLine($"/* {e} ({ModuleEvents.StateOf(e)}), in this order: */");
                foreach (string callback in order)
                {
                    text.AppendLine($"{ActionOf(callback, ModuleEvents.StateOf(e)) ?? callback}(mod);");
                }
            }

            return text.ToString().TrimEnd();
        }

        text.AppendLine("/* walk the chain from low to high priority for MODULE_STATE_GOING, and: */");
        text.Append(BlockSketch(edit));
        return text.ToString();
    }

    private string BlockSketch(ChainEdit edit)
    {
        StringBuilder text = new();
        foreach (HandlerPriority handler in edit.Handlers)
        {
            string? file = bad.ModuleChain.FirstOrDefault(b => b.Callback == handler.Callback)?.File;
            string name = handler.Event is null ? handler.Callback : $"{handler.Callback}_{ModuleEvents.StateOf(handler.Event).ToLowerInvariant()}";
            string only = handler.Event is null ? "" : $"\t/* {ModuleEvents.StateOf(handler.Event)} only */";
            text.AppendLine($"/* {file} */ .notifier_call = {name}, .priority = {PriorityText.Format(handler.Priority)},{only}");
        }

        return text.ToString().TrimEnd();
    }

    private string? ActionOf(string callback, string state) =>
        bad.ModuleChain.FirstOrDefault(b => b.Callback == callback)?.Actions?.GetValueOrDefault(state) is string action
            ? LoaderActionNames.KernelFunction(action)
            : null;

    private static ImmutableArray<string> Walk(KernelProfile profile, string onEvent, bool reversed)
    {
        string state = ModuleEvents.StateOf(onEvent);
        IEnumerable<BuiltInBlock> walk = profile.ModuleChain.OrderByDescending(b => b.PriorityValue).Where(b => b.Actions?.ContainsKey(state) != false);
        return [.. (reversed ? walk.Reverse() : walk).Select(b => b.Callback)];
    }
}
