using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary>Finds out which function a call really reaches, by executing the call site on a CPU of its own until a body begins.</summary>
/// <remarks>Nothing is printed and no trace is left: tracers, probes and livepatch are told to be silent meanwhile.</remarks>
internal sealed class CallProbe
{
    private const int StepLimit = 10_000;
    private const int StackSize = 4 * GuestMemory.PageSize;
    private static readonly GuestAddress StackBottom = new(0xffffc90000100000);

    private readonly EmulatedKernel _kernel;
    private readonly VirtualCpu _cpu = new(1, StackBottom + StackSize);

    public CallProbe(EmulatedKernel kernel)
    {
        _kernel = kernel;
        kernel.Machine.Memory.Map(StackBottom, StackSize, PagePermissions.Read | PagePermissions.Write);
    }

    /// <summary>Start of the function whose body a call of <paramref name="function"/> enters: itself, or one of <paramref name="others"/>.</summary>
    /// <returns>Null when neither was reached: the call faulted or got lost.</returns>
    public GuestAddress? Reached(GuestAddress function, IReadOnlySet<GuestAddress> others)
    {
        SetSilent(true);
        try
        {
            X64State state = _cpu.State;
            state[X64Register.Rsp] = _cpu.StackTop.Value - 64;
            _kernel.Machine.Memory.WriteUInt64(new GuestAddress(state[X64Register.Rsp]), 0);
            state.Rip = function;
            GuestAddress body = function + Ftrace.CallSite.Size;
            for (int i = 0; i < StepLimit; i++)
            {
                _kernel.Machine.Interpreter.Step(_cpu);
                if (state.Rip == body)
                {
                    return function;
                }

                if (others.Contains(state.Rip))
                {
                    return state.Rip;
                }
            }
        }
        catch (GuestFaultException)
        {
            return null;
        }
        finally
        {
            SetSilent(false);
        }

        return null;
    }

    private void SetSilent(bool silent)
    {
        _kernel.Tracer.Silent = silent;
        _kernel.Kprobes.Silent = silent;
        _kernel.Livepatch.Silent = silent;
    }
}
