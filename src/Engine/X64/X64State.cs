using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64;

/// <summary>Bits of RFLAGS that the interpreter knows.</summary>
[Flags]
public enum Rflags
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>CF.</summary>
    Carry = 0x1,

    /// <summary>Bit 1, which is always set.</summary>
    AlwaysSet = 0x2,

    /// <summary>PF: the low byte of the result has an even number of ones.</summary>
    Parity = 0x4,

    /// <summary>AF: carry out of bit 3.</summary>
    Auxiliary = 0x10,

    /// <summary>ZF.</summary>
    Zero = 0x40,

    /// <summary>SF.</summary>
    Sign = 0x80,

    /// <summary>IF: interrupts enabled; kept, but there are no interrupts.</summary>
    Interrupt = 0x200,

    /// <summary>DF: string instructions go down.</summary>
    Direction = 0x400,

    /// <summary>OF.</summary>
    Overflow = 0x800,

    /// <summary>The six flags that arithmetic sets.</summary>
    Arithmetic = Carry | Parity | Auxiliary | Zero | Sign | Overflow,
}

/// <summary>The registers of one CPU.</summary>
public sealed class X64State
{
    private readonly ulong[] _registers = new ulong[16];

    /// <summary>A general register, 64 bits.</summary>
    public ulong this[X64Register r]
    {
        get => _registers[(int)r];
        set => _registers[(int)r] = value;
    }

    /// <summary>Address of the next instruction.</summary>
    public GuestAddress Rip { get; set; }

    /// <summary>Flags. Starts with interrupts enabled.</summary>
    public Rflags Flags { get; set; } = Rflags.AlwaysSet | Rflags.Interrupt;

    /// <summary>Base of the gs segment (per-CPU data). Nothing is mapped there unless the host maps it.</summary>
    public GuestAddress GsBase { get; set; }

    /// <summary>A copy that shares nothing.</summary>
    public X64State Clone()
    {
        X64State copy = new();
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Takes over every register of another state.</summary>
    public void CopyFrom(X64State other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other._registers.CopyTo(_registers, 0);
        Rip = other.Rip;
        Flags = other.Flags;
        GsBase = other.GsBase;
    }
}
