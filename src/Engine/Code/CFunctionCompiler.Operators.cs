using Iced.Intel;
using TriageBot.Engine.X64;
using IcedCode = Iced.Intel.Code;

namespace TriageBot.Engine.Code;

/// <content>Operators on two values, and moves between registers and memory.</content>
internal sealed partial class CFunctionCompiler
{
    private void Binary(CBinary binary, CType type)
    {
        switch (binary.Operator)
        {
            case ",":
                Value(binary.Left);
                Value(binary.Right);
                return;
            case "&&" or "||":
                ShortCircuit(binary);
                return;
            default:
                break;
        }

        CType left = TypeOf(binary.Left);
        CType right = TypeOf(binary.Right);
        Operands(binary);
        if (type.IsPointer || (left.IsPointer && right.IsPointer && binary.Operator == "-"))
        {
            PointerArithmetic(binary, left, right);
            return;
        }

        bool shifts = binary.Operator is "<<" or ">>";
        CType common = left.IsPointer || right.IsPointer ? CType.ULong : shifts ? left.Promoted() : CType.Common(left, right);
        Convert(X64Register.Rax, left, common);
        if (!shifts)
        {
            Convert(X64Register.Rcx, right, common);
        }

        if (Comparison(binary.Operator, common.Unsigned) is { } condition)
        {
            Operate(IcedCode.Cmp_rm32_r32, IcedCode.Cmp_rm64_r64, common.Size);
            SetIf(condition);
            return;
        }

        Operate(binary.Operator, common);
        Extend(X64Register.Rax, common);
    }

    /// <summary>Left in rax, right in rcx.</summary>
    private void Operands(CBinary binary)
    {
        Value(binary.Left);
        if (ConstantOf(binary.Right) is { } constant)
        {
            _code.LoadConstant(X64Register.Rcx, TypeOf(binary.Right).Wrap(constant));
            return;
        }

        int slot = TakeSlot();
        SaveTo(slot);
        Value(binary.Right);
        _code.Emit(IcedCode.Mov_rm64_r64, Register.RCX, Register.RAX);
        LoadFrom(slot, X64Register.Rax);
        GiveBack(slot);
    }

    private void ShortCircuit(CBinary binary)
    {
        CLabel end = new();
        CLabel decided = new();
        bool isAnd = binary.Operator == "&&";
        Condition(binary.Left);
        _code.JumpIf(isAnd ? 4 : 5, decided);
        Condition(binary.Right);
        SetIf(5);
        _code.Jump(end);
        _code.Place(decided);
        _code.LoadConstant(X64Register.Rax, isAnd ? 0 : 1);
        _code.Place(end);
    }

    private void PointerArithmetic(CBinary binary, CType left, CType right)
    {
        int size = Math.Max((left.IsPointer ? left : right).Target!.Size, 1);
        if (left.IsPointer && right.IsPointer)
        {
            _code.Emit(IcedCode.Sub_rm64_r64, Register.RAX, Register.RCX);
            _code.LoadConstant(X64Register.Rcx, size);
            _code.Emit(Instruction.Create(IcedCode.Cqo));
            _code.Emit(IcedCode.Idiv_rm64, Register.RCX);
            return;
        }

        Register index = left.IsPointer ? Register.RCX : Register.RAX;
        _code.Emit(Instruction.Create(IcedCode.Imul_r64_rm64_imm32, index, index, size));
        _code.Emit(binary.Operator == "+" ? IcedCode.Add_rm64_r64 : IcedCode.Sub_rm64_r64, Register.RAX, Register.RCX);
    }

    /// <summary>The condition number of a comparison, or null.</summary>
    private static int? Comparison(string operation, bool isUnsigned) => operation switch
    {
        "==" => 4,
        "!=" => 5,
        "<" => isUnsigned ? 2 : 12,
        ">=" => isUnsigned ? 3 : 13,
        "<=" => isUnsigned ? 6 : 14,
        ">" => isUnsigned ? 7 : 15,
        _ => null,
    };

    private void Operate(string operation, CType type)
    {
        switch (operation)
        {
            case "+":
                Operate(IcedCode.Add_rm32_r32, IcedCode.Add_rm64_r64, type.Size);
                break;
            case "-":
                Operate(IcedCode.Sub_rm32_r32, IcedCode.Sub_rm64_r64, type.Size);
                break;
            case "*":
                Operate(IcedCode.Imul_r32_rm32, IcedCode.Imul_r64_rm64, type.Size);
                break;
            case "&":
                Operate(IcedCode.And_rm32_r32, IcedCode.And_rm64_r64, type.Size);
                break;
            case "|":
                Operate(IcedCode.Or_rm32_r32, IcedCode.Or_rm64_r64, type.Size);
                break;
            case "^":
                Operate(IcedCode.Xor_rm32_r32, IcedCode.Xor_rm64_r64, type.Size);
                break;
            case "/" or "%":
                Divide(operation, type);
                break;
            default:
                Shift(operation, type);
                break;
        }
    }

    private void Operate(IcedCode narrow, IcedCode wide, int size) =>
        _code.Emit(size == 8 ? wide : narrow, CEmitter.Name(X64Register.Rax, size), CEmitter.Name(X64Register.Rcx, size));

    private void Divide(string operation, CType type)
    {
        bool wide = type.Size == 8;
        Register divisor = CEmitter.Name(X64Register.Rcx, type.Size);
        if (type.Unsigned)
        {
            _code.Emit(IcedCode.Xor_rm32_r32, Register.EDX, Register.EDX);
            _code.Emit(wide ? IcedCode.Div_rm64 : IcedCode.Div_rm32, divisor);
        }
        else
        {
            _code.Emit(Instruction.Create(wide ? IcedCode.Cqo : IcedCode.Cdq));
            _code.Emit(wide ? IcedCode.Idiv_rm64 : IcedCode.Idiv_rm32, divisor);
        }

        if (operation == "%")
        {
            _code.Emit(IcedCode.Mov_rm64_r64, Register.RAX, Register.RDX);
        }
    }

    private void Shift(string operation, CType type)
    {
        bool wide = type.Size == 8;
        IcedCode code = (operation, type.Unsigned) switch
        {
            ("<<", _) => wide ? IcedCode.Shl_rm64_CL : IcedCode.Shl_rm32_CL,
            (_, true) => wide ? IcedCode.Shr_rm64_CL : IcedCode.Shr_rm32_CL,
            _ => wide ? IcedCode.Sar_rm64_CL : IcedCode.Sar_rm32_CL,
        };
        _code.Emit(code, CEmitter.Name(X64Register.Rax, type.Size), Register.CL);
    }

    /// <summary>rax becomes 1 when the flags meet the condition, else 0.</summary>
    private void SetIf(int condition)
    {
        _code.Emit(IcedCode.Seto_rm8 + condition, Register.AL);
        _code.Emit(IcedCode.Movzx_r32_rm8, Register.EAX, Register.AL);
    }

    private void Convert(X64Register register, CType from, CType to)
    {
        if (to.Kind == CTypeKind.Bool && from.Kind != CTypeKind.Bool)
        {
            Register whole = CEmitter.Name(register, 8);
            _code.Emit(IcedCode.Test_rm64_r64, whole, whole);
            _code.Emit(IcedCode.Setne_rm8, CEmitter.Name(register, 1));
        }
        else if (to.Size == 8 || (to.Kind == from.Kind && to.Unsigned == from.Unsigned))
        {
            return;
        }

        Extend(register, to);
    }

    /// <summary>Extends the low bytes of a register to 64 bits.</summary>
    private void Extend(X64Register register, CType type)
    {
        Register whole = CEmitter.Name(register, 8);
        Register half = CEmitter.Name(register, 4);
        switch (type.Kind)
        {
            case CTypeKind.Bool:
                _code.Emit(IcedCode.Movzx_r32_rm8, half, CEmitter.Name(register, 1));
                break;
            case CTypeKind.Char:
                _code.Emit(type.Unsigned ? IcedCode.Movzx_r32_rm8 : IcedCode.Movsx_r64_rm8, type.Unsigned ? half : whole, CEmitter.Name(register, 1));
                break;
            case CTypeKind.Short:
                _code.Emit(type.Unsigned ? IcedCode.Movzx_r32_rm16 : IcedCode.Movsx_r64_rm16, type.Unsigned ? half : whole, CEmitter.Name(register, 2));
                break;
            case CTypeKind.Int when type.Unsigned:
                _code.Emit(IcedCode.Mov_rm32_r32, half, half);
                break;
            case CTypeKind.Int:
                _code.Emit(IcedCode.Movsxd_r64_rm32, whole, half);
                break;
            default:
                break;
        }
    }

    private void SaveTo(int slot) => _code.Emit(IcedCode.Mov_rm64_r64, CEmitter.At(X64Register.Rbp, slot), Register.RAX);

    private void LoadFrom(int slot, X64Register register) =>
        _code.Emit(IcedCode.Mov_r64_rm64, CEmitter.Name(register, 8), CEmitter.At(X64Register.Rbp, slot));

    private void Load(CType type, MemoryOperand memory) => _code.Emit(LoadInstruction(type, memory));

    private void Store(CType type, MemoryOperand memory, X64Register register) => _code.Emit(StoreInstruction(type, memory, register));

    private static Instruction LoadInstruction(CType type, MemoryOperand memory) => type.Kind switch
    {
        CTypeKind.Bool => Instruction.Create(IcedCode.Movzx_r32_rm8, Register.EAX, memory),
        CTypeKind.Char when type.Unsigned => Instruction.Create(IcedCode.Movzx_r32_rm8, Register.EAX, memory),
        CTypeKind.Char => Instruction.Create(IcedCode.Movsx_r64_rm8, Register.RAX, memory),
        CTypeKind.Short when type.Unsigned => Instruction.Create(IcedCode.Movzx_r32_rm16, Register.EAX, memory),
        CTypeKind.Short => Instruction.Create(IcedCode.Movsx_r64_rm16, Register.RAX, memory),
        CTypeKind.Int when type.Unsigned => Instruction.Create(IcedCode.Mov_r32_rm32, Register.EAX, memory),
        CTypeKind.Int => Instruction.Create(IcedCode.Movsxd_r64_rm32, Register.RAX, memory),
        _ => Instruction.Create(IcedCode.Mov_r64_rm64, Register.RAX, memory),
    };

    private static Instruction StoreInstruction(CType type, MemoryOperand memory, X64Register register)
    {
        IcedCode code = type.Size switch
        {
            1 => IcedCode.Mov_rm8_r8,
            2 => IcedCode.Mov_rm16_r16,
            4 => IcedCode.Mov_rm32_r32,
            _ => IcedCode.Mov_rm64_r64,
        };
        return Instruction.Create(code, memory, CEmitter.Name(register, type.Size));
    }
}
