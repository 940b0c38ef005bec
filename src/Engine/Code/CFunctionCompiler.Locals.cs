using System.Buffers.Binary;
using System.Text;
using Iced.Intel;
using TriageBot.Engine.X64;
using IcedCode = Iced.Intel.Code;

namespace TriageBot.Engine.Code;

/// <content>Local variables.</content>
internal sealed partial class CFunctionCompiler
{
    private void Local(CVariable variable)
    {
        if (variable.Extern || variable.Type.Size == 0)
        {
            Error(variable.Line, variable.Column, $"'{variable.Name}' cannot be a local of this kind.");
            return;
        }

        if (variable.Static)
        {
            // GCC's name for it; the dot keeps it apart from every name of the source.
            string symbol = $"{variable.Name}.{unit.Variables.Count}";
            unit.Variables.Add(symbol, variable with { Name = symbol });
            Declare(variable.Name, new CLocal(variable.Type, 0, symbol), variable.Line, variable.Column);
            return;
        }

        CLocal local = new(variable.Type, NewSlot(variable.Type.Size));
        if (variable.Type.Kind == CTypeKind.Array)
        {
            InitialiseArray(variable, local);
        }
        else if (!variable.Elements.IsEmpty)
        {
            Error(variable.Line, variable.Column, $"'{variable.Name}' is no array.");
        }
        else if (variable.Value is not null)
        {
            ValueAs(variable.Value, variable.Type);
            Store(variable.Type, CEmitter.At(X64Register.Rbp, local.Slot), X64Register.Rax);
        }

        Declare(variable.Name, local, variable.Line, variable.Column);
    }

    private void InitialiseArray(CVariable variable, CLocal local)
    {
        CType element = variable.Type.Target!;
        byte[] zeroed = new byte[(variable.Type.Size + 7) / 8 * 8];
        if (variable.Value is CText text && element.Kind == CTypeKind.Char && text.Value.Length <= variable.Type.Size)
        {
            Encoding.Latin1.GetBytes(text.Value, zeroed);
        }
        else if (variable.Value is not null || variable.Elements.Length > variable.Type.Length)
        {
            Error(variable.Line, variable.Column, $"The initialiser does not fit '{variable.Name}'.");
            return;
        }
        else if (variable.Elements.IsEmpty)
        {
            return;
        }

        for (int i = 0; i < zeroed.Length; i += 8)
        {
            _code.LoadConstant(X64Register.Rax, BinaryPrimitives.ReadInt64LittleEndian(zeroed.AsSpan(i)));
            _code.Emit(IcedCode.Mov_rm64_r64, CEmitter.At(X64Register.Rbp, local.Slot + i), Register.RAX);
        }

        for (int i = 0; i < variable.Elements.Length; i++)
        {
            ValueAs(variable.Elements[i], element);
            Store(element, CEmitter.At(X64Register.Rbp, local.Slot + (i * element.Size)), X64Register.Rax);
        }
    }
}
