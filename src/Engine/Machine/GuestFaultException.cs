namespace TriageBot.Engine.Machine;

/// <summary>Why guest code or a guest access could not go on.</summary>
public enum GuestFaultKind
{
    /// <summary>No page is mapped at the address.</summary>
    NotMapped,

    /// <summary>The page does not allow reads.</summary>
    NotReadable,

    /// <summary>The page does not allow writes.</summary>
    NotWritable,

    /// <summary>The page does not allow instruction fetch.</summary>
    NotExecutable,

    /// <summary>The bytes are no instruction, <c>ud2</c>, or one that the interpreter does not know; the message names it.</summary>
    InvalidOpcode,

    /// <summary>An <c>int3</c> that nobody handled; the address is that of the <c>cc</c> byte.</summary>
    UnhandledBreakpoint,

    /// <summary>The call ran for more instructions than it was allowed.</summary>
    BudgetExhausted,

    /// <summary>Division by zero, or a quotient that does not fit.</summary>
    DivideError,

    /// <summary>A push or call went below the mapped stack, or calls between host and guest nest too deeply.</summary>
    StackOverflow,
}

/// <summary>A fault of guest code: the emulated kernel would oops here. Never a bug of ours.</summary>
/// <param name="kind">What happened.</param>
/// <param name="address">The address that was accessed, or of the instruction when no memory is meant.</param>
/// <param name="detail">One sentence for a person.</param>
public sealed class GuestFaultException(GuestFaultKind kind, GuestAddress address, string detail)
    : Exception($"{kind} at {address}: {detail}")
{
    /// <summary>What happened.</summary>
    public GuestFaultKind Kind { get; } = kind;

    /// <summary>The address that was accessed, or of the instruction when no memory is meant.</summary>
    public GuestAddress Address { get; } = address;
}
