using Iced.Intel;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64;

/// <summary>Words for the faults of instructions.</summary>
internal static class X64Fault
{
    public static GuestFaultException Invalid(GuestAddress address, string detail) =>
        new(GuestFaultKind.InvalidOpcode, address, detail);

    public static GuestFaultException Unsupported(in Instruction instruction) => Invalid(
        new GuestAddress(instruction.IP), $"the instruction '{instruction}' ({instruction.Code}) is not modelled.");

    public static GuestFaultException Fetch(GuestMemory memory, GuestAddress address) =>
        memory.IsMapped(address, 1)
            ? new GuestFaultException(GuestFaultKind.NotExecutable, address, "the page is not executable.")
            : new GuestFaultException(GuestFaultKind.NotMapped, address, "no page is mapped here.");

    public static GuestFaultException Divide(in Instruction instruction) => new(
        GuestFaultKind.DivideError, new GuestAddress(instruction.IP), "the divisor is zero or the quotient does not fit.");
}
