using System.Buffers.Binary;
using Iced.Intel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Patching;

/// <summary>The few instructions that may replace running code, and how a breakpoint handler acts them out.</summary>
/// <remarks>Source: <c>arch/x86/kernel/alternative.c</c>, <c>text_poke_loc_init()</c> and <c>poke_int3_handler()</c>; facts X35, X38.</remarks>
internal static class PatchInstruction
{
    private const int TwoByteOpcode = 0x0f;

    public static bool IsPatchable(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => false,
        _ when bytes[0] is CallEncoding.Int3 or CallEncoding.Ret => PaddedWithInt3(bytes[1..]),
        2 when bytes.SequenceEqual(X86Nops.Nop2.AsSpan()) => true,
        5 when bytes.SequenceEqual(X86Nops.Nop5.AsSpan()) || bytes.SequenceEqual(X86Nops.Nop5K8.AsSpan()) => true,
        5 when bytes[0] is CallEncoding.CallOpcode => true,
        >= 5 when bytes[0] is CallEncoding.JumpOpcode => PaddedWithInt3(bytes[5..]),
        >= 2 when bytes[0] is CallEncoding.ShortJumpOpcode => PaddedWithInt3(bytes[2..]),
        6 when bytes[0] == TwoByteOpcode => (bytes[1] & 0xf0) == 0x80,
        _ => false,
    };

    /// <summary>Does to the CPU what the instruction would, had it been executed at the site.</summary>
    /// <returns>False for int3 itself: then the breakpoint belongs to somebody else.</returns>
    public static bool Emulate(VirtualCpu cpu, GuestMemory memory, GuestAddress site, ReadOnlySpan<byte> bytes)
    {
        X64State state = cpu.State;
        GuestAddress behind = site + bytes.Length;
        switch (bytes[0])
        {
            case CallEncoding.Int3:
                return false;
            case CallEncoding.Ret:
                GuestAddress stack = new(state[X64Register.Rsp]);
                state.Rip = new GuestAddress(memory.ReadUInt64(stack));
                state[X64Register.Rsp] = (stack + 8).Value;
                return true;
            case CallEncoding.CallOpcode:
                GuestAddress slot = new GuestAddress(state[X64Register.Rsp]) - 8;
                memory.WriteUInt64(slot, behind.Value);
                state[X64Register.Rsp] = slot.Value;
                state.Rip = CallEncoding.Target(site, bytes)!.Value;
                return true;
            case CallEncoding.JumpOpcode:
                state.Rip = CallEncoding.Target(site, bytes)!.Value;
                return true;
            case CallEncoding.ShortJumpOpcode:
                state.Rip = site + 2 + (sbyte)bytes[1];
                return true;
            case TwoByteOpcode when bytes.Length == 6:
                bool jumps = X64Conditions.Holds(ConditionOf(bytes[1]), state.Flags);
                state.Rip = jumps ? behind + BinaryPrimitives.ReadInt32LittleEndian(bytes[2..]) : behind;
                return true;
            default:
                state.Rip = behind;
                return true;
        }
    }

    /// <summary>The low four bits of a jcc opcode, in the architecture's order.</summary>
    private static ConditionCode ConditionOf(byte opcode) => (ConditionCode)((opcode & 0xf) + (int)ConditionCode.o);

    private static bool PaddedWithInt3(ReadOnlySpan<byte> rest) => !rest.ContainsAnyExcept(CallEncoding.Int3);
}
