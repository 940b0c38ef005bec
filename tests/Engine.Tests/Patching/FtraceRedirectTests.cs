using Iced.Intel;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Patching;
using TriageBot.Engine.X64;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace TriageBot.Engine.Tests.Patching;

public sealed class FtraceRedirectTests
{
    private const ulong OpsPointer = 0xffff888001234560;

    private static readonly GuestAddress Caller = new(0xffffffffa0000000);
    private static readonly GuestAddress Function = new(0xffffffffa0000100);
    private static readonly GuestAddress Replacement = new(0xffffffffa0000200);
    private static readonly GuestAddress Direct = new(0xffffffffa0000300);
    private static readonly GuestAddress Entry = new(0xffffffff81041090);
    private static readonly GuestAddress Handler = new(0xffffffff81042000);
    private static readonly GuestAddress OpsCell = new(0xffffffff81050000);
    private static readonly GuestAddress Stack = new(0xffffc90000000000);

    private readonly GuestMemory _memory = new();
    private readonly HostFunctionTable _host = new();
    private readonly X64Interpreter _interpreter;
    private readonly VirtualCpu _cpu = new(0, Stack + 0x2000);

    public FtraceRedirectTests()
    {
        _memory.Map(Caller, 0x1000, PagePermissions.Read | PagePermissions.Execute);
        _memory.Map(new GuestAddress(0xffffffff81040000), 0x4000, PagePermissions.Read | PagePermissions.Execute);
        _memory.Map(OpsCell, 0x1000, PagePermissions.Read | PagePermissions.Write);
        _memory.Map(Stack, 0x2000, PagePermissions.Read | PagePermissions.Write);
        _memory.WriteUInt64(OpsCell, OpsPointer);
        _interpreter = new X64Interpreter(_memory, _host);

        Assemble(Caller, a =>
        {
            a.push(rbx);
            a.mov(ebx, 1000);
            a.call(Function.Value);
            a.add(rax, rbx);
            a.pop(rbx);
            a.ret();
        });
        Assemble(Function, a =>
        {
            a.call(Entry.Value);
            a.lea(rax, __[rdi + rsi + 1]);
            a.ret();
        });
        Assemble(Replacement, a =>
        {
            a.lea(rax, __[rdi + rsi + 100]);
            a.ret();
        });
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Entry_handler_that_redirects_runs_the_replacement_in_its_place(bool saveRegisters, bool isPrivate)
    {
        Install(saveRegisters, isPrivate, (frame, _) => frame.Rip = Replacement);

        Assert.Equal(1000 + 3 + 4 + 100UL, _interpreter.Call(_cpu, Caller, [3, 4]));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Entry_handler_that_clobbers_registers_leaves_the_function_alone(bool saveRegisters, bool isPrivate)
    {
        Install(saveRegisters, isPrivate, (_, cpu) =>
        {
            foreach (X64Register register in (X64Register[])[X64Register.Rax, X64Register.Rcx, X64Register.Rdx, X64Register.Rsi, X64Register.Rdi,
                X64Register.R8, X64Register.R9, X64Register.R10, X64Register.R11])
            {
                cpu.State[register] = 0xdead;
            }
        });

        Assert.Equal(1000 + 3 + 4 + 1UL, _interpreter.Call(_cpu, Caller, [3, 4]));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Entry_handler_gets_site_parent_ops_and_frame(bool saveRegisters, bool isPrivate)
    {
        (ulong Site, ulong Parent, ulong Ops, GuestAddress Rip, bool All) seen = default;
        Install(saveRegisters, isPrivate, (frame, cpu) => seen = (
            cpu.State[X64Register.Rdi], cpu.State[X64Register.Rsi], cpu.State[X64Register.Rdx], frame.Rip, frame.HoldsAllRegisters));

        _interpreter.Call(_cpu, Caller, [3, 4]);

        Assert.Equal((Function.Value, Caller.Value + 11, OpsPointer, Function + 5, saveRegisters), seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Entry_frame_holds_the_arguments_of_the_function(bool saveRegisters)
    {
        (ulong First, ulong Second) seen = default;
        Install(saveRegisters, isPrivate: true, (frame, _) => seen = (frame[X64Register.Rdi], frame[X64Register.Rsi]));

        _interpreter.Call(_cpu, Caller, [3, 4]);

        Assert.Equal((3UL, 4UL), seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Entry_frame_holds_the_stack_pointer_of_the_function(bool saveRegisters)
    {
        GuestAddress parentSlot = default;
        Install(saveRegisters, isPrivate: true, (frame, _) => parentSlot = new GuestAddress(frame[X64Register.Rsp]));

        _interpreter.Call(_cpu, Caller, [3, 4]);

        Assert.Equal(Caller + 11, new GuestAddress(_memory.ReadUInt64(parentSlot)));
    }

    [Fact]
    public void Entry_with_registers_saves_the_callee_saved_ones_and_the_flags()
    {
        (ulong Rbx, bool Carry) seen = default;
        Install(saveRegisters: true, isPrivate: true, (frame, _) => seen = (frame[X64Register.Rbx], frame.Flags.HasFlag(Rflags.Carry)));
        _cpu.State.Flags |= Rflags.Carry;

        _interpreter.Call(_cpu, Caller, [3, 4]);

        Assert.Equal((1000UL, true), seen);
    }

    [Fact]
    public void Entry_with_registers_gives_changed_registers_to_the_function()
    {
        Install(saveRegisters: true, isPrivate: true, (frame, _) => frame[X64Register.Rdi] = 30);

        Assert.Equal(1000 + 30 + 4 + 1UL, _interpreter.Call(_cpu, Caller, [3, 4]));
    }

    [Fact]
    public void Entry_with_registers_restores_flags()
    {
        Install(saveRegisters: true, isPrivate: true, (_, cpu) => cpu.State.Flags &= ~Rflags.Carry);
        Assemble(Function, a =>
        {
            a.stc();
            a.call(Entry.Value);
            a.setb(al);
            a.movzx(eax, al);
            a.ret();
        });

        Assert.Equal(1UL, _interpreter.Call(_cpu, Function, []));
    }

    [Fact]
    public void Entry_with_a_direct_call_runs_it_before_the_function()
    {
        Install(saveRegisters: true, isPrivate: false, (frame, _) => frame.OrigRax = Direct.Value);
        Assemble(Direct, a =>
        {
            a.add(rdi, 20);
            a.ret();
        });

        Assert.Equal(1000 + 23 + 4 + 1UL, _interpreter.Call(_cpu, Caller, [3, 4]));
    }

    [Fact]
    public void Trampoline_loads_its_ops_pointer_from_the_quad_word_behind_its_code()
    {
        FtraceEntry entry = FtraceEntryCode.Trampoline(Entry, OpsPointer, Handler, saveRegisters: false);

        Assert.Equal(
            (entry.Code.Length - 8, OpsPointer, "488b15"),
            (
                entry.OpsPointerOffset,
                BitConverter.ToUInt64(entry.Code.AsSpan()[entry.OpsPointerOffset..]),
                Convert.ToHexStringLower(entry.Code.AsSpan().Slice(entry.OpsLoadOffset, 3))));
    }

    [Fact]
    public void Trampoline_with_registers_has_no_jump_to_a_direct_call()
    {
        FtraceEntry entry = FtraceEntryCode.Trampoline(Entry, OpsPointer, Handler, saveRegisters: true);
        Decoder decoder = Decoder.Create(64, entry.Code.AsSpan()[..entry.EndOffset].ToArray());
        List<Mnemonic> mnemonics = [];
        while (decoder.IP < (ulong)entry.EndOffset)
        {
            mnemonics.Add(decoder.Decode().Mnemonic);
        }

        Assert.DoesNotContain(Mnemonic.Jne, mnemonics);
    }

    private void Install(bool saveRegisters, bool isPrivate, Action<PtRegsFrame, VirtualCpu> handler)
    {
        FtraceEntry entry = isPrivate
            ? FtraceEntryCode.Trampoline(Entry, OpsPointer, Handler, saveRegisters)
            : FtraceEntryCode.Caller(Entry, OpsCell, Handler, saveRegisters);
        _memory.Poke(Entry, entry.Code.AsSpan());
        _host.Bind(Handler, "handler", cpu => handler(new PtRegsFrame(_memory, new GuestAddress(cpu.State[X64Register.Rcx])), cpu));
    }

    private void Assemble(GuestAddress at, Action<Assembler> write)
    {
        Assembler code = new(64);
        write(code);
        using MemoryStream bytes = new();
        code.Assemble(new StreamCodeWriter(bytes), at.Value);
        _memory.Poke(at, bytes.ToArray());
    }
}
