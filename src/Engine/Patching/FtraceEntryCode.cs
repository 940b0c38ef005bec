using System.Collections.Immutable;
using Iced.Intel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;
using static Iced.Intel.AssemblerRegisters;
using IcedCode = Iced.Intel.Code;

namespace TriageBot.Engine.Patching;

/// <summary>Machine code that an ftrace site calls.</summary>
/// <param name="Code">The code, for the address it was built for; with the ops pointer behind it when that is its own.</param>
/// <param name="CallSiteOffset">Offset of the five-byte call of the handler (<c>ftrace_call</c>, <c>ftrace_regs_call</c>).</param>
/// <param name="OpsLoadOffset">Offset of the seven-byte load of the ops pointer (<c>ftrace_caller_op_ptr</c>).</param>
/// <param name="OpsPointerOffset">Offset of the quad word with the ops pointer, or -1 when it lies elsewhere.</param>
/// <param name="EndOffset">Offset of the final return.</param>
public sealed record FtraceEntry(
    ImmutableArray<byte> Code, int CallSiteOffset, int OpsLoadOffset, int OpsPointerOffset, int EndOffset);

/// <summary>Builds <c>ftrace_caller</c>, <c>ftrace_regs_caller</c> and the private trampolines that are copies of them.</summary>
/// <remarks>Source: <c>arch/x86/kernel/ftrace_64.S</c>, <c>create_trampoline()</c> in <c>arch/x86/kernel/ftrace.c</c>; facts X70 to X76.</remarks>
public static class FtraceEntryCode
{
    /// <summary>Frame bytes below the return address.</summary>
    private const int Frame = PtRegs.Size;

    private const int KernelCs = 0x10;
    private const int KernelDs = 0x18;

    private static readonly (X64Register Slot, AssemblerRegister64 Register)[] ArgumentRegisters =
    [
        (X64Register.Rax, rax), (X64Register.Rcx, rcx), (X64Register.Rdx, rdx), (X64Register.Rsi, rsi), (X64Register.Rdi, rdi),
        (X64Register.R8, r8), (X64Register.R9, r9),
    ];

    private static readonly (X64Register Slot, AssemblerRegister64 Register)[] OtherRegisters =
    [
        (X64Register.R15, r15), (X64Register.R14, r14), (X64Register.R13, r13), (X64Register.R12, r12), (X64Register.R11, r11),
        (X64Register.R10, r10), (X64Register.Rbx, rbx),
    ];

    /// <summary>The code of the kernel proper, which all ops share. It loads the ops pointer from a cell elsewhere.</summary>
    /// <param name="start">Address of the first byte.</param>
    /// <param name="opsCell">Address of the quad word that holds the ops pointer (<c>function_trace_op</c>), within 2 GiB.</param>
    /// <param name="handler">Target of the inner call, within 2 GiB.</param>
    /// <param name="saveRegisters">True for <c>ftrace_regs_caller</c>.</param>
    public static FtraceEntry Caller(GuestAddress start, GuestAddress opsCell, GuestAddress handler, bool saveRegisters) =>
        Build(start, handler, saveRegisters, opsCell, opsPointer: 0);

    /// <summary>A private trampoline of one ops, with its pointer in the quad word behind the code.</summary>
    /// <param name="start">Address of the first byte.</param>
    /// <param name="opsPointer">The pointer that the handler gets as third argument.</param>
    /// <param name="handler">Target of the inner call, within 2 GiB.</param>
    /// <param name="saveRegisters">True for a copy of <c>ftrace_regs_caller</c>.</param>
    public static FtraceEntry Trampoline(GuestAddress start, ulong opsPointer, GuestAddress handler, bool saveRegisters) =>
        Build(start, handler, saveRegisters, opsCell: null, opsPointer);

    private static FtraceEntry Build(
        GuestAddress start, GuestAddress handler, bool saveRegisters, GuestAddress? opsCell, ulong opsPointer)
    {
        Assembler code = new(64);
        Label ownCell = code.CreateLabel();
        Label opsLoad = code.CreateLabel();
        Label call = code.CreateLabel();
        Label end = code.CreateLabel();
        Label direct = code.CreateLabel();
        if (saveRegisters)
        {
            code.pushfq();
        }

        SaveArguments(code, added: saveRegisters ? 8 : 0);
        if (!saveRegisters)
        {
            code.lea(rcx, __qword_ptr[rsp + Frame + 8]);
            code.mov(__qword_ptr[rsp + PtRegs.Rsp], rcx);
        }

        code.Label(ref opsLoad);
        LoadOps(code, opsCell, ownCell);
        if (saveRegisters)
        {
            SaveOthers(code);
        }

        code.lea(rcx, __qword_ptr[rsp]);
        if (!saveRegisters)
        {
            code.mov(__qword_ptr[rsp + PtRegs.Cs], 0);
        }

        code.Label(ref call);
        code.call(handler.Value);
        AfterCall(code, saveRegisters, opsCell is null, direct);
        code.Label(ref end);
        code.ret();
        code.int3();
        if (saveRegisters && opsCell is not null)
        {
            DirectCall(code, direct);
        }

        code.Label(ref ownCell);
        code.dq(opsPointer);
        return Assemble(code, start, opsCell is null, opsLoad, call, end, ownCell);
    }

    private static void SaveArguments(Assembler code, int added)
    {
        code.sub(rsp, Frame);
        foreach ((X64Register slot, AssemblerRegister64 register) in ArgumentRegisters)
        {
            code.mov(__qword_ptr[rsp + PtRegs.OffsetOf(slot)], register);
        }

        code.mov(__qword_ptr[rsp + PtRegs.OrigRax], 0);
        code.mov(rdx, rbp);
        code.mov(__qword_ptr[rsp + PtRegs.OffsetOf(X64Register.Rbp)], rdx);

        // The parent's return address, then that of the site, which lies five bytes behind the site's start.
        code.mov(rsi, __qword_ptr[rsp + Frame + 8 + added]);
        code.mov(rdi, __qword_ptr[rsp + Frame + added]);
        code.mov(__qword_ptr[rsp + PtRegs.Rip], rdi);
        code.sub(rdi, CallEncoding.Length);
    }

    private static void LoadOps(Assembler code, GuestAddress? opsCell, Label ownCell)
    {
        if (opsCell is null)
        {
            code.mov(rdx, __qword_ptr[ownCell]);
            return;
        }

        MemoryOperand cell = new(Register.RIP, unchecked((long)opsCell.Value.Value), 4);
        code.AddInstruction(Instruction.Create(IcedCode.Mov_r64_rm64, Register.RDX, cell));
    }

    private static void SaveOthers(Assembler code)
    {
        foreach ((X64Register slot, AssemblerRegister64 register) in OtherRegisters)
        {
            code.mov(__qword_ptr[rsp + PtRegs.OffsetOf(slot)], register);
        }

        code.mov(rcx, __qword_ptr[rsp + Frame]);
        code.mov(__qword_ptr[rsp + PtRegs.Flags], rcx);
        code.AddInstruction(Instruction.Create(IcedCode.Mov_rm64_imm32, Register.RCX, KernelDs));
        code.mov(__qword_ptr[rsp + PtRegs.Ss], rcx);
        code.AddInstruction(Instruction.Create(IcedCode.Mov_rm64_imm32, Register.RCX, KernelCs));
        code.mov(__qword_ptr[rsp + PtRegs.Cs], rcx);
        code.lea(rcx, __qword_ptr[rsp + Frame + 16]);
        code.mov(__qword_ptr[rsp + PtRegs.Rsp], rcx);
    }

    private static void AfterCall(Assembler code, bool saveRegisters, bool isTrampoline, Label direct)
    {
        if (!saveRegisters)
        {
            code.mov(rax, __qword_ptr[rsp + PtRegs.Rip]);
            code.mov(__qword_ptr[rsp + Frame], rax);
            Restore(code, kept: 0);
            return;
        }

        code.mov(rax, __qword_ptr[rsp + PtRegs.Flags]);
        code.mov(__qword_ptr[rsp + Frame], rax);
        code.mov(rax, __qword_ptr[rsp + PtRegs.Rip]);
        code.mov(__qword_ptr[rsp + Frame + 8], rax);
        foreach ((X64Register slot, AssemblerRegister64 register) in OtherRegisters.Where(r => r.Slot != X64Register.R11))
        {
            code.mov(register, __qword_ptr[rsp + PtRegs.OffsetOf(slot)]);
        }

        code.mov(rax, __qword_ptr[rsp + PtRegs.OrigRax]);
        code.mov(__qword_ptr[rsp + Frame - 8], rax);
        code.test(rax, rax);
        if (isTrampoline)
        {
            // A private trampoline has no direct calls: the copy's jump is neutralised (fact X74).
            code.db(X86Nops.Nop2.AsSpan().ToArray());
        }
        else
        {
            code.jne(direct);
        }

        Restore(code, kept: 0);
        code.popfq();
    }

    /// <summary>Returns into the direct call's target, with the place that the handlers chose as its return address.</summary>
    private static void DirectCall(Assembler code, Label direct)
    {
        code.Label(ref direct);
        code.mov(rdi, __qword_ptr[rsp + Frame]);
        code.mov(__qword_ptr[rsp + Frame - 8], rdi);
        code.mov(__qword_ptr[rsp + Frame], rax);
        Restore(code, kept: 8);
        code.popfq();
        code.ret();
        code.int3();
    }

    private static void Restore(Assembler code, int kept)
    {
        foreach ((X64Register slot, AssemblerRegister64 register) in ArgumentRegisters.Reverse())
        {
            code.mov(register, __qword_ptr[rsp + PtRegs.OffsetOf(slot)]);
        }

        code.mov(rbp, __qword_ptr[rsp + PtRegs.OffsetOf(X64Register.Rbp)]);
        code.add(rsp, Frame - kept);
    }

    private static FtraceEntry Assemble(
        Assembler code, GuestAddress start, bool ownsCell, Label opsLoad, Label call, Label end, Label ownCell)
    {
        CodeBytes bytes = new();
        AssemblerResult result = code.Assemble(bytes, start.Value, BlockEncoderOptions.ReturnNewInstructionOffsets);
        int Offset(Label label) => (int)(result.GetLabelRIP(label) - start.Value);
        int length = ownsCell ? bytes.Count : Offset(ownCell);
        return new FtraceEntry(
            [.. bytes.ToImmutable().AsSpan()[..length]], Offset(call), Offset(opsLoad), ownsCell ? Offset(ownCell) : -1, Offset(end));
    }
}
