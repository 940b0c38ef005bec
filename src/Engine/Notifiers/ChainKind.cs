namespace TriageBot.Engine.Notifiers;

/// <summary>The four kinds of notifier chain. They share one walk and differ in locking and in which calls exist.</summary>
/// <remarks>Source: <c>include/linux/notifier.h</c>, <c>kernel/notifier.c</c>; facts N02, N03, N40.</remarks>
public enum ChainKind
{
    /// <summary><c>struct blocking_notifier_head</c>: rwsem; callbacks may sleep; has a robust call.</summary>
    Blocking,

    /// <summary><c>struct atomic_notifier_head</c>: spinlock and RCU; callbacks must not sleep; no robust call.</summary>
    Atomic,

    /// <summary><c>struct raw_notifier_head</c>: locking is the caller's business; has a robust call.</summary>
    Raw,

    /// <summary><c>struct srcu_notifier_head</c>: mutex and SRCU; callbacks may sleep; no robust call.</summary>
    Srcu,
}
