using Iced.Intel;

namespace TriageBot.Engine.X64;

/// <summary>Where a register name of the decoder lies in <see cref="X64State"/>.</summary>
internal readonly record struct RegisterSlot(X64Register Register, byte Size, byte Shift);

/// <summary>The table of all general register names: al, ah, ax, eax, rax and so on.</summary>
internal static class X64Registers
{
    /// <summary>More than the decoder's register names, of all kinds.</summary>
    private const int DecoderRegisters = 256;

    private static readonly RegisterSlot[] Slots = BuildSlots();

    /// <summary>The slot; its size is 0 when the register is no general register.</summary>
    public static RegisterSlot SlotOf(Register register) => Slots[(int)register];

    /// <summary>All ones of an operand of that many bytes.</summary>
    public static ulong Mask(int size) => size >= 8 ? ulong.MaxValue : (1UL << (size * 8)) - 1;

    /// <summary>The top bit of an operand of that many bytes.</summary>
    public static ulong SignBit(int size) => 1UL << ((size * 8) - 1);

    /// <summary>The value with its top bit spread over the bits above.</summary>
    public static ulong SignExtend(ulong value, int size)
    {
        int unused = 64 - (size * 8);
        return unchecked((ulong)((long)(value << unused) >> unused));
    }

    private static RegisterSlot[] BuildSlots()
    {
        RegisterSlot[] slots = new RegisterSlot[DecoderRegisters];
        for (int i = 0; i < 16; i++)
        {
            X64Register register = (X64Register)i;
            slots[(int)Register.AX + i] = new RegisterSlot(register, 2, 0);
            slots[(int)Register.EAX + i] = new RegisterSlot(register, 4, 0);
            slots[(int)Register.RAX + i] = new RegisterSlot(register, 8, 0);

            // The decoder numbers al..bl, then ah..bh, then spl..r15b.
            int low = i < 4 ? (int)Register.AL + i : (int)Register.SPL + i - 4;
            slots[low] = new RegisterSlot(register, 1, 0);
            if (i < 4)
            {
                slots[(int)Register.AH + i] = new RegisterSlot(register, 1, 8);
            }
        }

        return slots;
    }
}
