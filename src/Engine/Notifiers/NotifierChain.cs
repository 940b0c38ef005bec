using System.Collections.Immutable;
using TriageBot.Engine.Trace;

namespace TriageBot.Engine.Notifiers;

/// <summary>A notifier chain head with its blocks.</summary>
/// <remarks>
/// Source: <c>kernel/notifier.c</c>, <c>notifier_chain_register()</c>, <c>notifier_chain_unregister()</c>, <c>notifier_call_chain()</c>,
/// <c>notifier_call_chain_robust()</c>; facts N02, N10 to N47. Reverse walks are those of the 2026 proposal (N60).
/// Not modelled: locks, RCU, and the window between two CPUs (N15, N24); the empty-chain shortcut, which nothing can see.
/// </remarks>
public sealed class NotifierChain(string name, ChainKind kind, TraceLog trace, DoubleRegistration eraOfDoubles = DoubleRegistration.Refused)
{
    private const int Eexist = -17;
    private const int Ebusy = -16;
    private const int Enoent = -2;

    /// <summary>No chain of a real kernel is longer; a walk that is has met a self-loop.</summary>
    private const int WalkLimit = 10_000;

    private NotifierBlock? _head;

    /// <summary>Name of the chain head, e.g. <c>module_notify_list</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Which of the four kinds it is.</summary>
    public ChainKind Kind { get; } = kind;

    /// <summary>Robust calls exist for blocking and raw chains only (N40).</summary>
    public bool HasRobustCall => Kind is ChainKind.Blocking or ChainKind.Raw;

    /// <summary>Told of a warning's text when a block is registered twice.</summary>
    public Action<string>? Warn { get; set; }

    /// <summary>The blocks in the order of a walk.</summary>
    public ImmutableArray<NotifierBlock> Blocks
    {
        get
        {
            ImmutableArray<NotifierBlock>.Builder blocks = ImmutableArray.CreateBuilder<NotifierBlock>();
            for (NotifierBlock? block = _head; block is not null && blocks.Count < WalkLimit; block = block.Next)
            {
                blocks.Add(block);
            }

            return blocks.DrainToImmutable();
        }
    }

    /// <summary>Puts a block before the first one of strictly lower priority, so that equals keep registration order (N10).</summary>
    /// <param name="uniquePriority">The <c>_unique_prio</c> form: an equal priority is refused (N14, N53).</param>
    /// <returns>0, <c>-EEXIST</c> for a second registration where the era refuses it (N12, N52), or <c>-EBUSY</c>.</returns>
    /// <exception cref="NotifierLoopException">The chain loops before the place of the block.</exception>
    public int Register(NotifierBlock block, bool uniquePriority = false)
    {
        ArgumentNullException.ThrowIfNull(block);
        NotifierBlock? before = null;
        NotifierBlock? at = _head;
        for (int steps = 0; at is not null; steps++)
        {
            ThrowIfEndless(steps, at);
            if (ReferenceEquals(at, block) && eraOfDoubles != DoubleRegistration.SelfLoop)
            {
                Warn?.Invoke($"notifier callback {block.Callback} already registered");
                if (eraOfDoubles != DoubleRegistration.WarnAndLoop)
                {
                    return eraOfDoubles == DoubleRegistration.Refused ? Eexist : 0;
                }
            }

            if (block.Priority > at.Priority)
            {
                break;
            }

            if (uniquePriority && block.Priority == at.Priority)
            {
                return Ebusy;
            }

            before = at;
            at = ReferenceEquals(at, at.Next) ? null : at.Next;
        }

        block.Next = at;
        if (before is null)
        {
            _head = block;
        }
        else
        {
            before.Next = block;
        }

        return 0;
    }

    /// <summary>Unlinks a block. Its own next pointer stays, so that a walker standing on it goes on (N21).</summary>
    /// <returns>0, or <c>-ENOENT</c> when the block is not on the chain (N20).</returns>
    /// <exception cref="NotifierLoopException">The chain loops before the block is found.</exception>
    public int Unregister(NotifierBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        NotifierBlock? before = null;
        int steps = 0;
        for (NotifierBlock? at = _head; at is not null; before = at, at = at.Next)
        {
            ThrowIfEndless(steps++, at);
            if (!ReferenceEquals(at, block))
            {
                continue;
            }

            if (before is null)
            {
                _head = block.Next;
            }
            else
            {
                before.Next = block.Next;
            }

            return 0;
        }

        return Enoent;
    }

    /// <summary>Calls the blocks from high to low priority until one stops the walk.</summary>
    /// <returns>The value of the last callback called; <see cref="NotifyResult.Done"/> for an empty chain (N31).</returns>
    /// <exception cref="NotifierLoopException">The chain loops.</exception>
    public NotifyResult Call(ChainAction action, object? data, string subject) => Walk(action, data, subject, -1, false, out _);

    /// <summary>Calls the blocks from low to high priority, equals in reverse order of registration (N60; no merged kernel has it).</summary>
    public NotifyResult CallReverse(ChainAction action, object? data, string subject) =>
        WalkReverse(Blocks, action, data, subject, rollback: false);

    /// <summary>Calls the blocks with one action; when one stops, calls those before it with another (N41 to N47).</summary>
    /// <param name="reverseRollback">The rollback goes backwards, as in the 2026 proposal (N61). All merged kernels roll back forwards (N42).</param>
    /// <remarks>When the first callback stops, nobody is rolled back (N43). A callback that stops during the rollback cuts it short (N45).</remarks>
    /// <returns>The value of the first walk; that of the rollback is dropped.</returns>
    /// <exception cref="InvalidOperationException">The kind has no robust call (N40).</exception>
    public NotifyResult CallRobust(ChainAction up, ChainAction down, object? data, string subject, bool reverseRollback = false)
    {
        if (!HasRobustCall)
        {
            throw new InvalidOperationException($"{Kind} chains have no robust call");
        }

        NotifyResult result = Walk(up, data, subject, -1, false, out int called);
        if (!result.Stops)
        {
            return result;
        }

        if (reverseRollback)
        {
            WalkReverse(Blocks[..Math.Max(0, called - 1)], down, data, subject, rollback: true);
        }
        else
        {
            Walk(down, data, subject, called - 1, true, out _);
        }

        return result;
    }

    /// <summary>One forward walk, <c>notifier_call_chain()</c>.</summary>
    /// <param name="limit"><c>nr_to_call</c>: -1 for all (N36).</param>
    private NotifyResult Walk(ChainAction action, object? data, string subject, int limit, bool rollback, out int called)
    {
        NotifyResult result = NotifyResult.Done;
        called = 0;
        for (NotifierBlock? block = _head; block is not null && limit != 0; limit--)
        {
            // The kernel loads next before the call, so a callback may unlink its own block (N22).
            NotifierBlock? next = block.Next;
            ThrowIfEndless(ReferenceEquals(next, block) ? WalkLimit : called, block);
            result = CallOne(block, action, data, subject, rollback);
            called++;
            if (result.Stops)
            {
                break;
            }

            block = next;
        }

        return result;
    }

    private NotifyResult WalkReverse(
        ImmutableArray<NotifierBlock> blocks, ChainAction action, object? data, string subject, bool rollback)
    {
        NotifyResult result = NotifyResult.Done;
        for (int i = blocks.Length - 1; i >= 0 && !result.Stops; i--)
        {
            result = CallOne(blocks[i], action, data, subject, rollback);
        }

        return result;
    }

    private void ThrowIfEndless(int steps, NotifierBlock at)
    {
        if (steps >= WalkLimit)
        {
            throw new NotifierLoopException(Name, at.Callback);
        }
    }

    private NotifyResult CallOne(NotifierBlock block, ChainAction action, object? data, string subject, bool rollback)
    {
        NotifyResult result = block.Call(action.Value, data);
        trace.Append(new NotifierCalled(
            trace.NextTick, Name, block.Callback, block.Priority, action.Name, subject, result, block, rollback));
        return result;
    }
}

/// <summary>An action value of a chain with the name that its users give it.</summary>
public readonly record struct ChainAction(int Value, string Name);
