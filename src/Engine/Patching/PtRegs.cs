using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Patching;

/// <summary>Offsets in <c>struct pt_regs</c>, in bytes from its start.</summary>
/// <remarks>Source: <c>arch/x86/include/asm/ptrace.h</c>; facts X70 to X73.</remarks>
public static class PtRegs
{
    /// <summary>Size of the structure.</summary>
    public const int Size = 0xa8;

    /// <summary>Slot that holds a system call number elsewhere; in an ftrace frame the address of a direct call, or 0.</summary>
    public const int OrigRax = 0x78;

    /// <summary>Where execution goes on.</summary>
    public const int Rip = 0x80;

    /// <summary>Code segment; 0 marks a frame that holds only some registers (fact X72).</summary>
    public const int Cs = 0x88;

    /// <summary>Flags.</summary>
    public const int Flags = 0x90;

    /// <summary>Stack pointer.</summary>
    public const int Rsp = 0x98;

    /// <summary>Stack segment.</summary>
    public const int Ss = 0xa0;

    /// <summary>The slot of a general register.</summary>
    public static int OffsetOf(X64Register register) => register switch
    {
        X64Register.R15 => 0x00,
        X64Register.R14 => 0x08,
        X64Register.R13 => 0x10,
        X64Register.R12 => 0x18,
        X64Register.Rbp => 0x20,
        X64Register.Rbx => 0x28,
        X64Register.R11 => 0x30,
        X64Register.R10 => 0x38,
        X64Register.R9 => 0x40,
        X64Register.R8 => 0x48,
        X64Register.Rax => 0x50,
        X64Register.Rcx => 0x58,
        X64Register.Rdx => 0x60,
        X64Register.Rsi => 0x68,
        X64Register.Rdi => 0x70,
        _ => Rsp,
    };
}

/// <summary>A <c>struct pt_regs</c> in guest memory.</summary>
/// <param name="memory">Memory that holds it.</param>
/// <param name="address">Its first byte.</param>
public sealed class PtRegsFrame(GuestMemory memory, GuestAddress address)
{
    /// <summary>Address of the structure.</summary>
    public GuestAddress Address => address;

    /// <summary>Where execution goes on after the handlers: a handler that changes it redirects the function.</summary>
    public GuestAddress Rip
    {
        get => new(memory.ReadUInt64(address + PtRegs.Rip));
        set => memory.WriteUInt64(address + PtRegs.Rip, value.Value);
    }

    /// <summary>Code segment; 0 when only the argument registers were saved.</summary>
    public ulong Cs
    {
        get => memory.ReadUInt64(address + PtRegs.Cs);
        set => memory.WriteUInt64(address + PtRegs.Cs, value);
    }

    /// <summary>Address of a direct call, or 0.</summary>
    public ulong OrigRax
    {
        get => memory.ReadUInt64(address + PtRegs.OrigRax);
        set => memory.WriteUInt64(address + PtRegs.OrigRax, value);
    }

    /// <summary>Flags; only a full frame holds them.</summary>
    public Rflags Flags
    {
        get => (Rflags)(uint)memory.ReadUInt64(address + PtRegs.Flags);
        set => memory.WriteUInt64(address + PtRegs.Flags, (ulong)value);
    }

    /// <summary>True when every register was saved: <c>ftrace_get_regs()</c> gives it to a handler only then (fact X72).</summary>
    public bool HoldsAllRegisters => Cs != 0;

    /// <summary>A general register as it was at the site.</summary>
    public ulong this[X64Register register]
    {
        get => memory.ReadUInt64(address + PtRegs.OffsetOf(register));
        set => memory.WriteUInt64(address + PtRegs.OffsetOf(register), value);
    }
}
