namespace TriageBot.Engine.Notifiers;

/// <summary>What a callback returns to its chain.</summary>
/// <remarks>Source: <c>include/linux/notifier.h</c>; facts N30 to N35.</remarks>
public readonly record struct NotifyResult(int Value)
{
    /// <summary><c>NOTIFY_STOP_MASK</c>: the only thing that stops a walk (N32).</summary>
    public const int StopMask = 0x8000;

    /// <summary><c>NOTIFY_DONE</c>.</summary>
    public static NotifyResult Done { get; } = new(0);

    /// <summary><c>NOTIFY_OK</c>.</summary>
    public static NotifyResult Ok { get; } = new(1);

    /// <summary><c>NOTIFY_STOP</c>: stop, and no error.</summary>
    public static NotifyResult Stop { get; } = new(StopMask | 1);

    /// <summary><c>NOTIFY_BAD</c>: stop with <c>-EPERM</c>.</summary>
    public static NotifyResult Bad { get; } = new(StopMask | 2);

    /// <summary>True when the walk ends here. Bare negative errnos have the bit too (N33).</summary>
    public bool Stops => (Value & StopMask) != 0;

    /// <summary><c>notifier_from_errno()</c>: 0 gives <see cref="Ok"/>, a negative errno gives stop and error (N34).</summary>
    public static NotifyResult FromErrno(int errno) => errno == 0 ? Ok : new NotifyResult(StopMask | (1 - errno));

    /// <summary><c>notifier_to_errno()</c>: 0 or a negative errno (N35). A bare negative errno decodes to 0 (N33).</summary>
    public int ToErrno()
    {
        int rest = Value & ~StopMask;
        return rest > Ok.Value ? Ok.Value - rest : 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Value switch
    {
        0 => "NOTIFY_DONE",
        1 => "NOTIFY_OK",
        StopMask | 1 => "NOTIFY_STOP",
        StopMask | 2 => "NOTIFY_BAD",
        _ => $"0x{Value:x}",
    };
}
