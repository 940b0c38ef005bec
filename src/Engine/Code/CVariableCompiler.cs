using System.Buffers.Binary;
using System.Text;

namespace TriageBot.Engine.Code;

/// <summary>Puts variables at file scope into <c>.data</c> and <c>.bss</c>.</summary>
internal sealed class CVariableCompiler(CUnitScope scope, ImageBuilder image, CDiagnostics diagnostics)
{
    public void Add(CVariable variable)
    {
        byte[] bytes = new byte[variable.Type.Size];
        List<CFixup> fixups = [];
        if (variable.Type.Kind == CTypeKind.Array)
        {
            Array(variable, bytes, fixups);
        }
        else if (variable.Value is not null)
        {
            Scalar(variable.Value, variable.Type, bytes, 0, fixups);
        }
        else if (!variable.Elements.IsEmpty)
        {
            diagnostics.Add(variable.Line, variable.Column, $"'{variable.Name}' is no array.");
        }

        image.AddVariable(variable, bytes, fixups);
    }

    private void Array(CVariable variable, byte[] bytes, List<CFixup> fixups)
    {
        CType element = variable.Type.Target!;
        if (variable.Value is CText text && element.Kind == CTypeKind.Char)
        {
            byte[] characters = Encoding.Latin1.GetBytes(text.Value);
            if (characters.Length > bytes.Length)
            {
                diagnostics.Add(text.Line, text.Column, $"The text is longer than '{variable.Name}'.");
                return;
            }

            characters.CopyTo(bytes, 0);
            return;
        }

        if (variable.Value is not null || variable.Elements.Length > variable.Type.Length)
        {
            diagnostics.Add(variable.Line, variable.Column, $"The initialiser does not fit '{variable.Name}'.");
            return;
        }

        for (int i = 0; i < variable.Elements.Length; i++)
        {
            Scalar(variable.Elements[i], element, bytes, i * element.Size, fixups);
        }
    }

    private void Scalar(CExpression value, CType type, byte[] bytes, int offset, List<CFixup> fixups)
    {
        string? symbol = value switch
        {
            CName name when Defines(name.Name) => name.Name,
            CUnary { Operator: "&", Operand: CName name } when Defines(name.Name) => name.Name,
            _ => null,
        };
        if (type.IsPointer && value is CText text)
        {
            fixups.Add(new CFixup(offset, RelocationKind.Abs64, null, scope.OffsetOf(text.Value)));
        }
        else if (type.IsPointer && symbol is not null)
        {
            fixups.Add(new CFixup(offset, RelocationKind.Abs64, symbol, 0));
        }
        else if (new CConstants(Defines).Evaluate(value) is { } constant)
        {
            Span<byte> wide = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(wide, type.Wrap(constant));
            wide[..type.Size].CopyTo(bytes.AsSpan(offset));
        }
        else
        {
            diagnostics.Add(value.Line, value.Column, "The initialiser is not constant.");
        }
    }

    private bool Defines(string name) => scope.Variables.ContainsKey(name) || scope.Functions.ContainsKey(name);
}
