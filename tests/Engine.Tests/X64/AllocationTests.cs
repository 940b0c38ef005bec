using TriageBot.Engine.X64;
using Xunit;
using static Iced.Intel.AssemblerRegisters;

namespace TriageBot.Engine.Tests.X64;

public sealed class AllocationTests
{
    [Fact]
    public void Step_in_a_loop_that_is_decoded_allocates_nothing()
    {
        X64Machine machine = new() { [X64Register.Rbx] = X64Machine.Data.Value };
        machine.Host.Bind(X64Machine.Code + 0x800, "host", _ => { });
        machine.Assemble(a =>
        {
            a.add(rax, rcx);
            a.mov(__qword_ptr[rbx], rax);
            a.imul(edx, __dword_ptr[rbx], 3);
            a.shl(edx, 2);
            a.bt(eax, 3);
            a.sete(dl);
            a.push(rax);
            a.pop(rdx);
            a.call((X64Machine.Code + 0x800).Value);
            a.jmp(X64Machine.Code.Value);
        });
        Step(machine, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Step(machine, 10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Step(X64Machine machine, int count)
    {
        for (int i = 0; i < count; i++)
        {
            machine.Interpreter.Step(machine.Cpu);
        }
    }
}
