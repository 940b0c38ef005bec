using System.Buffers.Binary;
using Iced.Intel;
using TriageBot.Engine.X64;
using IcedCode = Iced.Intel.Code;

namespace TriageBot.Engine.Code;

/// <summary>A field that the image's relocations fill in.</summary>
/// <param name="Offset">Bytes from the start of the function.</param>
/// <param name="Kind">How.</param>
/// <param name="Symbol">The symbol's name; null for the string section.</param>
/// <param name="Addend">Added to the symbol's address.</param>
internal readonly record struct CFixup(int Offset, RelocationKind Kind, string? Symbol, long Addend);

/// <summary>A place in a function that jumps go to.</summary>
internal sealed class CLabel
{
    public int Offset { get; set; } = -1;

    public List<int> Fields { get; } = [];
}

/// <summary>Writes the machine code of one function.</summary>
internal sealed class CEmitter
{
    private readonly CodeBytes _bytes = new();
    private readonly Encoder _encoder;

    public CEmitter() => _encoder = Encoder.Create(64, _bytes);

    public List<CFixup> Fixups { get; } = [];

    public int Offset => _bytes.Count;

    public System.Collections.Immutable.ImmutableArray<byte> ToImmutable() => _bytes.ToImmutable();

    /// <summary>The name of a register by number and width in bytes.</summary>
    public static Register Name(X64Register register, int size) => size switch
    {
        8 => Register.RAX + (int)register,
        4 => Register.EAX + (int)register,
        2 => Register.AX + (int)register,
        _ => (int)register < 4 ? Register.AL + (int)register : Register.SPL + (int)register - 4,
    };

    public static MemoryOperand At(X64Register register, int displacement = 0) =>
        new(Name(register, 8), displacement, displacement == 0 && register != X64Register.Rbp ? 0 : 1);

    public void Emit(Instruction instruction) => _encoder.Encode(instruction, (ulong)Offset);

    public void Emit(IcedCode code, Register register, MemoryOperand memory) => Emit(Instruction.Create(code, register, memory));

    public void Emit(IcedCode code, MemoryOperand memory, Register register) => Emit(Instruction.Create(code, memory, register));

    public void Emit(IcedCode code, Register first, Register second) => Emit(Instruction.Create(code, first, second));

    public void Emit(IcedCode code, Register register) => Emit(Instruction.Create(code, register));

    /// <summary>An instruction with a memory operand at a symbol, relative to the instruction pointer.</summary>
    public void EmitRelative(Func<MemoryOperand, Instruction> create, string symbol)
    {
        int start = Offset;
        Instruction instruction = create(new MemoryOperand(Register.RIP, start, 4));
        _encoder.Encode(instruction, (ulong)start);
        int field = start + (int)_encoder.GetConstantOffsets().DisplacementOffset;
        _bytes.Replace(field, stackalloc byte[4]);
        Fixups.Add(new CFixup(field, RelocationKind.Pc32, symbol, field - Offset));
    }

    /// <summary>Loads the address of a symbol, or of a string, as GCC does in the kernel's code model.</summary>
    public void LoadAddress(X64Register register, string? symbol, long addend)
    {
        Emit(Instruction.Create(IcedCode.Mov_rm64_imm32, Name(register, 8), 0));
        Fixups.Add(new CFixup(Offset - 4, RelocationKind.Abs32S, symbol, addend));
    }

    public void LoadConstant(X64Register register, long value)
    {
        if (value is >= 0 and <= uint.MaxValue)
        {
            Emit(Instruction.Create(IcedCode.Mov_r32_imm32, Name(register, 4), (uint)value));
        }
        else if (value == (int)value)
        {
            Emit(Instruction.Create(IcedCode.Mov_rm64_imm32, Name(register, 8), (int)value));
        }
        else
        {
            Emit(Instruction.Create(IcedCode.Mov_r64_imm64, Name(register, 8), value));
        }
    }

    /// <summary>A five-byte call or jump to a symbol.</summary>
    public void Transfer(byte opcode, string symbol)
    {
        _bytes.Add([opcode, 0, 0, 0, 0]);
        Fixups.Add(new CFixup(Offset - 4, RelocationKind.Plt32, symbol, -4));
    }

    public void Jump(CLabel label)
    {
        _bytes.WriteByte(0xe9);
        Field(label);
    }

    /// <summary>A conditional jump: the low four bits of its opcode say when (4: zero, 5: not zero).</summary>
    public void JumpIf(int condition, CLabel label)
    {
        _bytes.Add([0x0f, (byte)(0x80 + condition)]);
        Field(label);
    }

    public void Place(CLabel label)
    {
        label.Offset = Offset;
        Span<byte> distance = stackalloc byte[4];
        foreach (int field in label.Fields)
        {
            BinaryPrimitives.WriteInt32LittleEndian(distance, label.Offset - (field + 4));
            _bytes.Replace(field, distance);
        }
    }

    /// <summary>Replaces a 32-bit field.</summary>
    public void Patch(int field, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _bytes.Replace(field, bytes);
    }

    private void Field(CLabel label)
    {
        int field = Offset;
        _bytes.Add([0, 0, 0, 0]);
        if (label.Offset < 0)
        {
            label.Fields.Add(field);
        }
        else
        {
            Patch(field, label.Offset - (field + 4));
        }
    }
}
