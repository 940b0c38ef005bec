using Iced.Intel;
using Op = Iced.Intel.Code;

namespace TriageBot.Engine.Tests.X64;

/// <summary>One instruction, or a comparison with what depends on it.</summary>
/// <param name="Size">Index into 1, 2, 4, 8 bytes.</param>
/// <param name="Value">Immediate, shift count or displacement, taken as the kind needs it.</param>
/// <param name="Skips">With more than 0, the step is a comparison and a jump over so many steps.</param>
internal sealed record NaiveStep(int Kind, int Size, int To, int From, ulong Value, int Condition, int Skips)
{
    public const int Kinds = 19;

    private static readonly Op[][] TwoRegisters =
    [
        [Op.Add_rm8_r8, Op.Add_rm16_r16, Op.Add_rm32_r32, Op.Add_rm64_r64],
        [Op.Sub_rm8_r8, Op.Sub_rm16_r16, Op.Sub_rm32_r32, Op.Sub_rm64_r64],
        [Op.And_rm8_r8, Op.And_rm16_r16, Op.And_rm32_r32, Op.And_rm64_r64],
        [Op.Or_rm8_r8, Op.Or_rm16_r16, Op.Or_rm32_r32, Op.Or_rm64_r64],
        [Op.Xor_rm8_r8, Op.Xor_rm16_r16, Op.Xor_rm32_r32, Op.Xor_rm64_r64],
        [Op.Mov_rm8_r8, Op.Mov_rm16_r16, Op.Mov_rm32_r32, Op.Mov_rm64_r64],
        [Op.Xchg_rm8_r8, Op.Xchg_rm16_r16, Op.Xchg_rm32_r32, Op.Xchg_rm64_r64],
    ];

    private static readonly Op[][] OneRegister =
    [
        [Op.Not_rm8, Op.Not_rm16, Op.Not_rm32, Op.Not_rm64],
        [Op.Neg_rm8, Op.Neg_rm16, Op.Neg_rm32, Op.Neg_rm64],
        [Op.Inc_rm8, Op.Inc_rm16, Op.Inc_rm32, Op.Inc_rm64],
        [Op.Dec_rm8, Op.Dec_rm16, Op.Dec_rm32, Op.Dec_rm64],
    ];

    private static readonly Op[][] Shifts =
    [
        [Op.Shl_rm8_imm8, Op.Shl_rm16_imm8, Op.Shl_rm32_imm8, Op.Shl_rm64_imm8],
        [Op.Shr_rm8_imm8, Op.Shr_rm16_imm8, Op.Shr_rm32_imm8, Op.Shr_rm64_imm8],
        [Op.Sar_rm8_imm8, Op.Sar_rm16_imm8, Op.Sar_rm32_imm8, Op.Sar_rm64_imm8],
    ];

    private static readonly Op[] Compares = [Op.Cmp_rm8_r8, Op.Cmp_rm16_r16, Op.Cmp_rm32_r32, Op.Cmp_rm64_r64];
    private static readonly Op[] Loads = [Op.Mov_r8_rm8, Op.Mov_r16_rm16, Op.Mov_r32_rm32, Op.Mov_r64_rm64];
    private static readonly Op[] Multiplications = [Op.Imul_r16_rm16, Op.Imul_r16_rm16, Op.Imul_r32_rm32, Op.Imul_r64_rm64];

    private static readonly Op[] Jumps =
    [
        Op.Je_rel32_64, Op.Jne_rel32_64, Op.Jb_rel32_64, Op.Jae_rel32_64, Op.Jbe_rel32_64, Op.Ja_rel32_64, Op.Jl_rel32_64, Op.Jge_rel32_64,
        Op.Jle_rel32_64, Op.Jg_rel32_64, Op.Js_rel32_64, Op.Jns_rel32_64,
    ];

    private static readonly Op[] Sets =
    [
        Op.Sete_rm8, Op.Setne_rm8, Op.Setb_rm8, Op.Setae_rm8, Op.Setbe_rm8, Op.Seta_rm8, Op.Setl_rm8, Op.Setge_rm8, Op.Setle_rm8, Op.Setg_rm8,
        Op.Sets_rm8, Op.Setns_rm8,
    ];

    public int Bytes => 1 << Size;

    /// <summary>imul has no form for bytes.</summary>
    public int MultiplicationSize => Math.Max(Size, 1);

    public int Offset => (int)(Value % (NaiveMachine.MemorySize - 8));

    public int Count => (int)(Value % 70);

    public static void Assemble(Assembler code, NaiveStep[] program)
    {
        Label[] places = [.. program.Select(_ => code.CreateLabel()), code.CreateLabel()];
        for (int i = 0; i < program.Length; i++)
        {
            code.Label(ref places[i]);
            program[i].Assemble(code, places[Math.Min(program.Length, i + 1 + program[i].Skips)]);
        }

        code.Label(ref places[^1]);
        code.nop();
    }

    private void Assemble(Assembler code, Label target)
    {
        Register to = NaiveMachine.Named(To, Size);
        Register from = NaiveMachine.Named(From, Size);
        MemoryOperand cell = new(Register.RBP, Offset);
        if (Skips > 0)
        {
            code.AddInstruction(Instruction.Create(Compares[Size], to, from));
            code.AddInstruction(Instruction.CreateBranch(Jumps[Condition], target.Id));
            return;
        }

        switch (Kind)
        {
            case < 7:
                code.AddInstruction(Instruction.Create(TwoRegisters[Kind][Size], to, from));
                break;
            case < 11:
                code.AddInstruction(Instruction.Create(OneRegister[Kind - 7][Size], to));
                break;
            case < 14:
                code.AddInstruction(Instruction.Create(Shifts[Kind - 11][Size], to, Count));
                break;
            case 14:
                code.AddInstruction(Instruction.Create(Multiplications[Size], NaiveMachine.Named(To, MultiplicationSize), NaiveMachine.Named(From, MultiplicationSize)));
                break;
            case 15:
                code.AddInstruction(Instruction.Create(TwoRegisters[5][Size], cell, from));
                break;
            case 16:
                code.AddInstruction(Instruction.Create(Loads[Size], to, cell));
                break;
            case 17:
                code.AddInstruction(Instruction.Create(Op.Push_r64, NaiveMachine.Named(From, 3)));
                code.AddInstruction(Instruction.Create(Op.Pop_r64, NaiveMachine.Named(To, 3)));
                break;
            default:
                code.AddInstruction(Instruction.Create(Compares[Size], to, from));
                code.AddInstruction(Instruction.Create(Sets[Condition], NaiveMachine.Named(To, 0)));
                break;
        }
    }
}
