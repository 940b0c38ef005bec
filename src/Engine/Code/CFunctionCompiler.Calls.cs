using Iced.Intel;
using TriageBot.Engine.Patching;
using TriageBot.Engine.X64;
using IcedCode = Iced.Intel.Code;

namespace TriageBot.Engine.Code;

/// <content>Calls, by the System V ABI. al is not set for variadic calls: the kernel is built without vector registers.</content>
internal sealed partial class CFunctionCompiler
{
    private void Call(CCall call, bool asSibling)
    {
        if (CPrinting.Vanishes(call.Function))
        {
            return;
        }

        CType result = TypeOf(call);
        CExpression[] arguments = [.. call.Arguments];
        if (!PrefixPrinted(call, arguments) || !Fits(call))
        {
            return;
        }

        int?[] slots = [.. arguments.Select((argument, i) => Prepare(call, argument, i))];
        int onStack = Math.Max(arguments.Length - ArgumentRegisters.Length, 0);
        int room = (onStack + 1) / 2 * 16;
        if (onStack > 0)
        {
            _code.Emit(Instruction.Create(IcedCode.Sub_rm64_imm32, Register.RSP, room));
        }

        for (int i = arguments.Length - 1; i >= 0; i--)
        {
            X64Register register = i < ArgumentRegisters.Length ? ArgumentRegisters[i] : X64Register.Rax;
            Fetch(call, arguments[i], i, slots[i], register);
            if (i >= ArgumentRegisters.Length)
            {
                int place = (i - ArgumentRegisters.Length) * 8;
                _code.Emit(IcedCode.Mov_rm64_r64, CEmitter.At(X64Register.Rsp, place), Register.RAX);
            }
        }

        Transfer(call, asSibling, result);
        if (onStack > 0)
        {
            _code.Emit(Instruction.Create(IcedCode.Add_rm64_imm32, Register.RSP, room));
        }
    }

    private void Transfer(CCall call, bool asSibling, CType result)
    {
        string symbol = CPrinting.SymbolOf(call.Function);
        if (asSibling)
        {
            Epilogue(returns: false);
            _code.Transfer(CallEncoding.JumpOpcode, symbol);
            return;
        }

        _code.Transfer(CallEncoding.CallOpcode, symbol);
        Extend(X64Register.Rax, result);
    }

    /// <summary>Puts the prefix before the text that is printed; false when there is no text.</summary>
    private bool PrefixPrinted(CCall call, CExpression[] arguments)
    {
        if (!CPrinting.Prefixes(call.Function))
        {
            return true;
        }

        if (arguments.Length == 0 || arguments[0] is not CText text)
        {
            Error(call, $"The first argument of '{call.Function}' must be a string literal.");
            return false;
        }

        arguments[0] = text with { Value = options.PrintPrefix + text.Value };
        return true;
    }

    private bool Fits(CCall call)
    {
        if (!unit.Functions.TryGetValue(call.Function, out CFunction? callee))
        {
            return true;
        }

        int count = call.Arguments.Length;
        if (count < callee.Parameters.Length || (count > callee.Parameters.Length && !callee.Variadic))
        {
            Error(call, $"'{call.Function}' takes {callee.Parameters.Length} argument(s), not {count}.");
            return false;
        }

        return true;
    }

    private CType ParameterType(CCall call, CExpression argument, int index) =>
        unit.Functions.TryGetValue(call.Function, out CFunction? callee) && index < callee.Parameters.Length
            ? callee.Parameters[index].Type
            : TypeOf(argument).Promoted();

    /// <summary>Computes an argument into a slot; null when it is so simple that it goes to its register at the end.</summary>
    private int? Prepare(CCall call, CExpression argument, int index)
    {
        if (argument is CText || ConstantOf(argument) is not null)
        {
            return null;
        }

        ValueAs(argument, ParameterType(call, argument, index));
        int slot = TakeSlot();
        SaveTo(slot);
        return slot;
    }

    private void Fetch(CCall call, CExpression argument, int index, int? slot, X64Register register)
    {
        if (slot is not null)
        {
            LoadFrom(slot.Value, register);
            GiveBack(slot.Value);
        }
        else if (argument is CText text)
        {
            _code.LoadAddress(register, null, unit.OffsetOf(text.Value));
        }
        else
        {
            CType type = ParameterType(call, argument, index);
            _code.LoadConstant(register, type.Wrap(ConstantOf(argument) ?? 0));
        }
    }
}
