using Iced.Intel;
using TriageBot.Engine.X64;
using IcedCode = Iced.Intel.Code;

namespace TriageBot.Engine.Code;

/// <content>Expressions.</content>
internal sealed partial class CFunctionCompiler
{
    private bool Hides(string name) => FindLocal(name) is not null || unit.Variables.ContainsKey(name) || unit.Functions.ContainsKey(name);

    private long? ConstantOf(CExpression expression) => new CConstants(Hides).Evaluate(expression);

    /// <summary>Code that leaves the value in rax.</summary>
    private void Value(CExpression expression)
    {
        CType type = TypeOf(expression);
        if (ConstantOf(expression) is { } constant)
        {
            _code.LoadConstant(X64Register.Rax, type.Wrap(constant));
            return;
        }

        switch (expression)
        {
            case CText text:
                _code.LoadAddress(X64Register.Rax, null, unit.OffsetOf(text.Value));
                break;
            case CCall call:
                Call(call, asSibling: false);
                break;
            case CCast cast:
                ValueAs(cast.Operand, cast.Type);
                break;
            case CSizeOf size:
                SizeOf(size);
                break;
            case CUnary { Operator: "&" } unary:
                Address(unary.Operand);
                break;
            case CUnary { Operator: "-" or "~" or "!" } unary:
                Unary(unary, type);
                break;
            case CBinary binary:
                Binary(binary, type);
                break;
            case CAssign assign:
                Assign(assign);
                break;
            case CConditional choice:
                Choice(choice, type);
                break;
            default:
                LoadPlace(expression);
                break;
        }
    }

    /// <summary>The same, converted to a type.</summary>
    private void ValueAs(CExpression expression, CType type)
    {
        CType from = TypeOf(expression);
        if (type.Kind == CTypeKind.Void)
        {
            Value(expression);
            return;
        }

        if (!from.IsScalar || !type.IsScalar)
        {
            Error(expression, "A value is needed here.");
            return;
        }

        Value(expression);
        Convert(X64Register.Rax, from, type);
    }

    private void Condition(CExpression expression)
    {
        if (!TypeOf(expression).IsScalar)
        {
            Error(expression, "A value is needed here.");
            return;
        }

        Value(expression);
        _code.Emit(IcedCode.Test_rm64_r64, Register.RAX, Register.RAX);
    }

    private void SizeOf(CSizeOf expression)
    {
        int size = (expression.Type ?? ObjectType(expression.Operand!)).Size;
        if (size == 0)
        {
            Error(expression, "This has no known size.");
        }

        _code.LoadConstant(X64Register.Rax, size);
    }

    private void Unary(CUnary unary, CType type)
    {
        if (unary.Operator == "!")
        {
            Condition(unary.Operand);
            SetIf(4);
            return;
        }

        ValueAs(unary.Operand, type);
        bool wide = type.Size == 8;
        if (unary.Operator == "-")
        {
            _code.Emit(wide ? IcedCode.Neg_rm64 : IcedCode.Neg_rm32, CEmitter.Name(X64Register.Rax, type.Size));
        }
        else
        {
            _code.Emit(wide ? IcedCode.Not_rm64 : IcedCode.Not_rm32, CEmitter.Name(X64Register.Rax, type.Size));
        }

        Extend(X64Register.Rax, type);
    }

    private void Choice(CConditional choice, CType type)
    {
        CLabel no = new();
        CLabel end = new();
        Condition(choice.Condition);
        _code.JumpIf(4, no);
        ValueAs(choice.Yes, type);
        _code.Jump(end);
        _code.Place(no);
        ValueAs(choice.No, type);
        _code.Place(end);
    }

    private void Assign(CAssign assign)
    {
        CType type = TypeOf(assign);
        if (!type.IsScalar || !IsPlace(assign.Target))
        {
            Error(assign, "Only a variable of a simple type, or what a pointer points at, can be assigned.");
            return;
        }

        if (assign.Operator is null)
        {
            ValueAs(assign.Value, type);
            StoreTo(assign.Target, type);
            return;
        }

        int? addressSlot = null;
        CExpression target = assign.Target;
        if (target is not CName)
        {
            // The target's address is computed once.
            addressSlot = TakeSlot();
            Address(target);
            SaveTo(addressSlot.Value);
            target = new CSlotTarget(assign.Line, assign.Column, addressSlot.Value, type);
        }

        int? oldSlot = assign.YieldsOld ? TakeSlot() : null;
        if (oldSlot is not null)
        {
            LoadPlace(target);
            SaveTo(oldSlot.Value);
        }

        ValueAs(new CBinary(assign.Line, assign.Column, assign.Operator, target, assign.Value), type);
        StoreTo(target, type);
        if (oldSlot is not null)
        {
            LoadFrom(oldSlot.Value, X64Register.Rax);
            GiveBack(oldSlot.Value);
        }

        if (addressSlot is not null)
        {
            GiveBack(addressSlot.Value);
        }
    }

    private bool IsPlace(CExpression expression) => expression switch
    {
        CName name => FindLocal(name.Name) is not null || unit.Variables.ContainsKey(name.Name),
        CUnary { Operator: "*" } or CSlotTarget => true,
        _ => false,
    };

    /// <summary>Code that leaves the address of a place in rax.</summary>
    private void Address(CExpression place)
    {
        switch (place)
        {
            case CName name when FindLocal(name.Name) is { Symbol: { } symbol }:
                _code.LoadAddress(X64Register.Rax, symbol, 0);
                break;
            case CName name when FindLocal(name.Name) is { } local:
                _code.Emit(IcedCode.Lea_r64_m, Register.RAX, CEmitter.At(X64Register.Rbp, local.Slot));
                break;
            case CName name when unit.Variables.ContainsKey(name.Name) || unit.Functions.ContainsKey(name.Name):
                _code.LoadAddress(X64Register.Rax, name.Name, 0);
                break;
            case CUnary { Operator: "*" } unary:
                Value(unary.Operand);
                break;
            case CSlotTarget slot:
                LoadFrom(slot.Slot, X64Register.Rax);
                break;
            default:
                Error(place, "This has no address.");
                break;
        }
    }

    /// <summary>Code that loads what a place holds; of an array and of a function that is the address.</summary>
    private void LoadPlace(CExpression place)
    {
        CType type = ObjectType(place);
        switch (place)
        {
            case CName { Name: "__func__" } name when !Hides(name.Name):
                _code.LoadAddress(X64Register.Rax, null, unit.OffsetOf(function.Name));
                break;
            case CName { Name: "THIS_MODULE" } name when !Hides(name.Name):
                _code.LoadAddress(X64Register.Rax, "__this_module", 0);
                break;
            case CName when !type.IsScalar:
                Address(place);
                break;
            case CName name when FindLocal(name.Name) is { Symbol: { } symbol }:
                _code.EmitRelative(memory => LoadInstruction(type, memory), symbol);
                break;
            case CName name when FindLocal(name.Name) is { } local:
                Load(type, CEmitter.At(X64Register.Rbp, local.Slot));
                break;
            case CName name:
                _code.EmitRelative(memory => LoadInstruction(type, memory), name.Name);
                break;
            default:
                Address(place);
                Load(type, CEmitter.At(X64Register.Rax));
                break;
        }
    }

    /// <summary>Stores rax, and leaves it there.</summary>
    private void StoreTo(CExpression place, CType type)
    {
        switch (place)
        {
            case CName name when FindLocal(name.Name) is { Symbol: { } symbol }:
                _code.EmitRelative(memory => StoreInstruction(type, memory, X64Register.Rax), symbol);
                break;
            case CName name when FindLocal(name.Name) is { } local:
                Store(type, CEmitter.At(X64Register.Rbp, local.Slot), X64Register.Rax);
                break;
            case CName name:
                _code.EmitRelative(memory => StoreInstruction(type, memory, X64Register.Rax), name.Name);
                break;
            default:
                int slot = TakeSlot();
                SaveTo(slot);
                Address(place);
                _code.Emit(IcedCode.Mov_rm64_r64, Register.RCX, Register.RAX);
                LoadFrom(slot, X64Register.Rax);
                Store(type, CEmitter.At(X64Register.Rcx), X64Register.Rax);
                GiveBack(slot);
                break;
        }
    }
}
