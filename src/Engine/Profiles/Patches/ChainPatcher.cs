using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>Applies a patch to the blocks of the module chain and to what their handlers do.</summary>
internal sealed class ChainPatcher(KernelProfile profile, ProfilePatch patch, PatchVocabulary words, List<string> unplaced, List<string> notes)
{
    private readonly List<BuiltInBlock> _blocks = [.. profile.ModuleChain];

    /// <summary>The chain with the patch.</summary>
    public ImmutableArray<BuiltInBlock> Apply()
    {
        foreach (FunctionHunk edit in patch.Functions)
        {
            if (edit is { Before: { } before, After: { } after })
            {
                EditHandler(words.Original(edit.Function), before, after);
            }
        }

        // What goes makes room for what comes under its name.
        foreach (BlockHunk edit in patch.Blocks.OrderBy(edit => edit.After is not null))
        {
            EditBlock(edit);
        }

        return [.. _blocks];
    }

    private void EditBlock(BlockHunk edit)
    {
        switch (edit)
        {
            case { Before: { } before, After: { } after }:
                Change(edit, before, after);
                break;
            case { Before: { } gone }:
                int index = IndexOf(edit, gone);
                if (index >= 0)
                {
                    _blocks.RemoveAt(index);
                }

                break;
            case { After: { } added }:
                Add(edit, added);
                break;
            default:
                break;
        }
    }

    private void Change(BlockHunk edit, BlockSide before, BlockSide after)
    {
        int index = IndexOf(edit, before);
        if (index < 0)
        {
            return;
        }

        BuiltInBlock block = _blocks[index];
        bool moves = before.Written != after.Written || before.Priority != after.Priority;
        string name = before.Callback ?? block.Callback;
        if (moves && before.Priority is int from && from != block.PriorityValue)
        {
            unplaced.Add($"{name}: the patch changes its priority from {PriorityText.Format(from)}; in {profile.Name} it is {PriorityText.Format(block.PriorityValue)}");
            return;
        }

        if (moves && after.Priority is null)
        {
            unplaced.Add($"{name}: the value of its priority '{after.Written}' is not known");
            return;
        }

        block = moves ? block with { Priority = PriorityText.Format(after.Priority!.Value) } : block;
        bool renamed = after.Callback is not null && before.Callback is not null && after.Callback != before.Callback;
        _blocks[index] = renamed ? Renamed(block, after.Callback!) : block;
    }

    private BuiltInBlock Renamed(BuiltInBlock block, string callback)
    {
        if (words.Original(callback) == block.Callback)
        {
            return block with { Callback = callback };
        }

        if (Work(callback) is not { } work)
        {
            unplaced.Add($"{callback}: the patch puts it in the place of {block.Callback} and does not show what it does");
            return block;
        }

        return block with { Callback = callback, Actions = work.Actions, Result = work.Result };
    }

    private void Add(BlockHunk edit, BlockSide added)
    {
        if (added.Callback is not string callback || !Concerns(edit, added))
        {
            return;
        }

        if (_blocks.Exists(block => block.Callback == callback && block.File == edit.File))
        {
            unplaced.Add($"{callback}: the patch adds it to the module chain; in {profile.Name} it is there already");
        }
        else if (added.Priority is not int priority)
        {
            unplaced.Add($"{callback}: the value of its priority '{added.Written}' is not known");
        }
        else if (Work(callback) is { Actions: { } actions, Result: var result })
        {
            _blocks.Add(new BuiltInBlock(callback, PriorityText.Format(priority), edit.File, actions, result));
        }
        else
        {
            notes.Add($"what {callback} does is not modelled; it was left off the chain");
        }
    }

    // Of the patch where it defines the handler, else of a kernel that has it.
    private (ImmutableDictionary<string, string>? Actions, BlockResult Result)? Work(string callback)
    {
        if (words.Defined.TryGetValue(callback, out CodePiece? body))
        {
            HandlerWork work = HandlerWork.Of(body, words);
            unplaced.AddRange(work.Conditional.Select(call => $"{callback}: it calls {call}, which is not modelled"));
            return (work.ToActions(), work.Result);
        }

        BuiltInBlock? known = KernelProfileCatalog.All.Select(p => KernelProfileCatalog.Get(p.Name)).SelectMany(p => p.ModuleChain).FirstOrDefault(block => block.Callback == callback);
        return known is null ? null : (known.Actions, known.Result);
    }

    private int IndexOf(BlockHunk edit, BlockSide side)
    {
        BuiltInBlock[] same = side.Callback is string callback
            ? [.. _blocks.Where(block => block.Callback == words.Original(callback))]
            : [.. _blocks.Where(block => block.File == edit.File && block.PriorityValue == side.Priority)];
        BuiltInBlock[] found = same.Length > 1 ? [.. same.Where(block => block.File == edit.File)] : same;
        if (found.Length == 1)
        {
            return _blocks.IndexOf(found[0]);
        }

        if (found.Length > 1 || Concerns(edit, side))
        {
            unplaced.Add($"{side.Callback ?? edit.Name}: {(found.Length > 1 ? "several blocks of the module chain look like it" : $"it is not on the module chain of {profile.Name}")}");
        }

        return -1;
    }

    // A block of another chain, and one of a driver of which no kernel here knows anything, changes nothing.
    private bool Concerns(BlockHunk edit, BlockSide side)
    {
        bool works = patch.Functions.Any(f => f.Function == side.Callback && ((CodePiece?[])[f.Before, f.After]).Any(piece => piece?.Statements.Any(s => words.Reaches(s)) == true));
        bool known = KernelProfileCatalog.All.Any(p => p.ModuleChainCallbacks.Any(c => c.Key == side.Callback));
        return works || known || (edit.IsModule && edit.Before is null);
    }

    private void EditHandler(string callback, CodePiece before, CodePiece after)
    {
        int index = _blocks.FindIndex(block => block.Callback == callback);
        if (index < 0)
        {
            return;
        }

        HandlerWork old = HandlerWork.Of(before, words);
        HandlerWork now = HandlerWork.Of(after, words);
        unplaced.AddRange(now.Conditional.Except(old.Conditional, StringComparer.Ordinal).Select(call => $"{callback}: it calls {call}, which is not modelled"));
        BuiltInBlock block = _blocks[index];
        Dictionary<string, string> actions = new(block.Actions ?? ImmutableDictionary<string, string>.Empty, StringComparer.Ordinal);
        foreach (string state in HandlerWork.States)
        {
            EditState(callback, state, old, now, actions);
        }

        EditUnknown(callback, old[HandlerWork.Unknown], now[HandlerWork.Unknown], actions);
        _blocks[index] = block with
        {
            Actions = actions.Count == 0 && block.Actions is null ? null : actions.ToImmutableDictionary(StringComparer.Ordinal),
            Result = old.Result == now.Result ? block.Result : now.Result,
        };
    }

    private void EditState(string callback, string state, HandlerWork old, HandlerWork now, Dictionary<string, string> actions)
    {
        if (old.Handled.Contains(state) && !now.Handled.Contains(state) && now.Handled.Count > 0)
        {
            actions.Remove(state);
            return;
        }

        if (old[state].SequenceEqual(now[state], StringComparer.Ordinal))
        {
            return;
        }

        string[] has = BuiltInBlock.Split(actions.GetValueOrDefault(state, ""));
        string[] kept = [.. has.Where(action => !old[state].Contains(action, StringComparer.Ordinal))];
        if (has.Length - kept.Length != old[state].Length)
        {
            unplaced.Add($"{callback}: on {state} it does '{string.Join(' ', has)}' in {profile.Name}, and not '{string.Join(' ', old[state])}'");
            return;
        }

        string joined = string.Join(' ', now[state].Concat(kept));
        actions[state] = joined;
        if (joined.Length == 0)
        {
            actions.Remove(state);
        }
    }

    // The hunk does not show the state: what goes is found by what it does, what comes cannot be.
    private void EditUnknown(string callback, ImmutableArray<string> old, ImmutableArray<string> now, Dictionary<string, string> actions)
    {
        foreach (string gone in old.Except(now, StringComparer.Ordinal))
        {
            string[] states = [.. actions.Where(a => a.Value == gone).Select(a => a.Key)];
            if (states.Length == 1)
            {
                actions.Remove(states[0]);
            }
            else
            {
                unplaced.Add($"{callback}: '{LoaderActionNames.KernelFunction(gone)}' is taken out, and for which state the hunk does not show");
            }
        }

        foreach (string added in now.Except(old, StringComparer.Ordinal))
        {
            unplaced.Add($"{callback}: '{LoaderActionNames.KernelFunction(added)}' is put in, and for which state the hunk does not show");
        }
    }
}
