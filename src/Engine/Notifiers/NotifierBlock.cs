namespace TriageBot.Engine.Notifiers;

/// <summary>A callback: gets the action and the data of the walk, unchanged (N37).</summary>
public delegate NotifyResult NotifierCall(int action, object? data);

/// <summary>One <c>struct notifier_block</c>: a callback and its place in a chain.</summary>
/// <remarks>Blocks are told apart by reference, as the kernel tells them apart by address. Source: <c>include/linux/notifier.h</c>; fact N01.</remarks>
/// <param name="callback">Kernel symbol of the callback, as kallsyms spells it.</param>
/// <param name="priority">Higher runs first; equal priorities run in registration order.</param>
/// <param name="call">The callback.</param>
/// <param name="owner">Module that holds the block, or null for the kernel proper. The kernel's block has no owner field; this one serves invariant I8.</param>
public sealed class NotifierBlock(string callback, int priority, NotifierCall call, string? owner = null)
{
    /// <summary>Kernel symbol of the callback.</summary>
    public string Callback { get; } = callback;

    /// <summary>Priority; may be changed while registered, and the chain does not notice (N13).</summary>
    public int Priority { get; set; } = priority;

    /// <summary>The callback.</summary>
    public NotifierCall Call { get; } = call;

    /// <summary>Module that holds the block, or null.</summary>
    public string? Owner { get; } = owner;

    /// <summary>The next block; stays set after the block was unlinked (N21).</summary>
    internal NotifierBlock? Next { get; set; }
}
