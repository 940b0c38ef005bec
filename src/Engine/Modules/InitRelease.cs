using System.Collections.Immutable;

namespace TriageBot.Engine.Modules;

/// <summary>When the memory of a module's init part is free for others again.</summary>
/// <remarks>Source: <c>do_init_module()</c> queues <c>do_free_init()</c>, which waits for an RCU grace period (M40). User space can be faster or slower.</remarks>
public enum InitRelease
{
    /// <summary>Before user space gives the next command.</summary>
    BeforeNextCommand,

    /// <summary>While the next module is being loaded: after its memory was taken, before anything else is.</summary>
    DuringNextLoad,

    /// <summary>When the next module is loaded.</summary>
    AfterNextLoad,
}

/// <summary>What a boot leaves to chance and commands do not determine.</summary>
/// <remarks>Nothing but where later memory lies hangs on it, and through that whether a stale address meets a new module (F57).</remarks>
/// <param name="Late">By number of the load, from 1: loads whose init memory is not free before the next command.</param>
public sealed record BootSchedule(ImmutableSortedDictionary<long, InitRelease> Late)
{
    /// <summary>User space is slow: all memory is free before the next command.</summary>
    public static BootSchedule Usual { get; } = new(ImmutableSortedDictionary<long, InitRelease>.Empty);

    /// <summary>When the memory of a load is free.</summary>
    public InitRelease Of(long loadId) => Late.GetValueOrDefault(loadId);

    /// <summary>The same with one load changed.</summary>
    public BootSchedule With(long loadId, InitRelease when) => new(Late.SetItem(loadId, when));
}
