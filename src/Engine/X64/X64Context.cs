using System.Buffers.Binary;
using Iced.Intel;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64;

/// <summary>What one instruction works on: the CPU, memory, and where execution goes next.</summary>
internal sealed class X64Context(GuestMemory memory, X64Interpreter interpreter)
{
    public GuestMemory Memory { get; } = memory;

    public X64Interpreter Interpreter { get; } = interpreter;

    public VirtualCpu Cpu { get; private set; } = null!;

    public X64State State { get; private set; } = null!;

    /// <summary>Address of the instruction that runs after this one; a branch changes it.</summary>
    public GuestAddress Next { get; set; }

    public void Start(VirtualCpu cpu, GuestAddress next)
    {
        Cpu = cpu;
        State = cpu.State;
        Next = next;
    }

    /// <summary>Bytes of an operand: of the register, or of the memory it names.</summary>
    public static int SizeOf(in Instruction instruction, int operand)
    {
        if (instruction.GetOpKind(operand) != OpKind.Register)
        {
            return instruction.MemorySize.GetSize();
        }

        int size = X64Registers.SlotOf(instruction.GetOpRegister(operand)).Size;
        return size > 0 ? size : throw X64Fault.Unsupported(instruction);
    }

    /// <summary>An operand's value, zero-extended when a register or memory, sign-extended when an immediate.</summary>
    public ulong Read(in Instruction instruction, int operand) => instruction.GetOpKind(operand) switch
    {
        OpKind.Register => ReadRegister(instruction, instruction.GetOpRegister(operand)),
        OpKind.Memory => ReadMemory(EffectiveAddress(instruction), instruction.MemorySize.GetSize()),
        OpKind.NearBranch64 or OpKind.NearBranch32 or OpKind.NearBranch16 => instruction.NearBranchTarget,
        _ => instruction.GetImmediate(operand),
    };

    /// <summary>Writes the low bytes of a value. A 32-bit register write clears the upper half; narrower ones keep it.</summary>
    public void Write(in Instruction instruction, int operand, ulong value)
    {
        if (instruction.GetOpKind(operand) == OpKind.Register)
        {
            WriteRegister(instruction, instruction.GetOpRegister(operand), value);
        }
        else
        {
            WriteMemory(EffectiveAddress(instruction), instruction.MemorySize.GetSize(), value);
        }
    }

    public ulong ReadRegister(in Instruction instruction, Register register)
    {
        RegisterSlot slot = X64Registers.SlotOf(register);
        return slot.Size == 0
            ? throw X64Fault.Unsupported(instruction)
            : (State[slot.Register] >> slot.Shift) & X64Registers.Mask(slot.Size);
    }

    public void WriteRegister(in Instruction instruction, Register register, ulong value)
    {
        RegisterSlot slot = X64Registers.SlotOf(register);
        switch (slot.Size)
        {
            case 8:
                State[slot.Register] = value;
                break;
            case 4:
                State[slot.Register] = (uint)value;
                break;
            case 0:
                throw X64Fault.Unsupported(instruction);
            default:
                ulong mask = X64Registers.Mask(slot.Size) << slot.Shift;
                State[slot.Register] = (State[slot.Register] & ~mask) | ((value << slot.Shift) & mask);
                break;
        }
    }

    /// <summary>Linear address of the memory operand, gs base included.</summary>
    public GuestAddress EffectiveAddress(in Instruction instruction)
    {
        ulong address = Offset(instruction);
        return instruction.MemorySegment switch
        {
            Register.GS => State.GsBase + address,
            Register.FS => throw X64Fault.Unsupported(instruction),
            _ => new GuestAddress(address),
        };
    }

    /// <summary>Base, index and displacement, without segment: what <c>lea</c> gives.</summary>
    public ulong Offset(in Instruction instruction)
    {
        ulong address = instruction.MemoryDisplacement64;
        Register origin = instruction.MemoryBase;
        if (origin is Register.RIP or Register.EIP)
        {
            return address;
        }

        if (origin != Register.None)
        {
            address += ReadRegister(instruction, origin);
        }

        if (instruction.MemoryIndex != Register.None)
        {
            address += ReadRegister(instruction, instruction.MemoryIndex) * (ulong)instruction.MemoryIndexScale;
        }

        bool narrow = X64Registers.SlotOf(origin).Size == 4 || X64Registers.SlotOf(instruction.MemoryIndex).Size == 4;
        return narrow ? (uint)address : address;
    }

    public ulong ReadMemory(GuestAddress address, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        Memory.Read(address, bytes[..size]);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public void WriteMemory(GuestAddress address, int size, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Memory.Write(address, bytes[..size]);
    }

    public void Push(ulong value, int size = 8)
    {
        GuestAddress top = new GuestAddress(State[X64Register.Rsp]) - size;
        if (!Memory.IsMapped(top, size))
        {
            throw new GuestFaultException(GuestFaultKind.StackOverflow, top, "the stack is not mapped here.");
        }

        WriteMemory(top, size, value);
        State[X64Register.Rsp] = top.Value;
    }

    public ulong Pop(int size = 8)
    {
        GuestAddress top = new(State[X64Register.Rsp]);
        ulong value = ReadMemory(top, size);
        State[X64Register.Rsp] = (top + size).Value;
        return value;
    }

    public void SetFlags(Rflags affected, Rflags values) => State.Flags = (State.Flags & ~affected) | (values & affected);
}
