using TriageBot.Engine.Kprobes;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary><c>register_kprobe()</c> for module code.</summary>
/// <remarks>Source: <c>kernel/kprobes.c</c>, <c>include/linux/kprobes.h</c>: a <c>struct kprobe</c> has <c>symbol_name</c> at 48, <c>pre_handler</c> at 64 and
/// <c>post_handler</c> at 72. A probe with a post-handler is an IPMODIFY user (F33).</remarks>
internal sealed class KprobeExports(GuestMachine machine, KprobeRegistry kprobes)
{
    private const int SymbolOffset = 48;
    private const int PreHandlerOffset = 64;
    private const int PostHandlerOffset = 72;

    private readonly Dictionary<GuestAddress, KprobeEvent> _registered = [];

    /// <summary>Binds them.</summary>
    public void BindTo(KernelText text)
    {
        Bind("register_kprobe", Register);
        Bind("unregister_kprobe", Unregister);

        void Bind(string name, Action<GuestCall> function) => text.Bind(name, cpu => function(new GuestCall(machine.Memory, cpu)));
    }

    private void Register(GuestCall call)
    {
        GuestAddress probe = call.Pointer(0);
        if (_registered.ContainsKey(probe))
        {
            call.Return(Errno.Einval);
            return;
        }

        string[] place = call.TextAt(machine.Memory.ReadUInt64(probe + SymbolOffset)).Split(':');
        GuestAddress before = new(machine.Memory.ReadUInt64(probe + PreHandlerOffset));
        GuestAddress after = new(machine.Memory.ReadUInt64(probe + PostHandlerOffset));
        KprobeEvent added = new($"kprobe at {probe}", place.Length == 2 ? place[0] : null, place[^1], after != GuestAddress.Null)
        {
            Handler = cpu => Hit(cpu, probe, before, after),
        };
        int error = kprobes.Register(added);
        if (error == 0)
        {
            _registered.Add(probe, added);
        }

        call.Return(error);
    }

    private void Unregister(GuestCall call)
    {
        if (_registered.Remove(call.Pointer(0), out KprobeEvent? probe))
        {
            kprobes.Unregister(probe);
        }
    }

    private void Hit(VirtualCpu cpu, GuestAddress probe, GuestAddress before, GuestAddress after)
    {
        foreach (GuestAddress handler in (GuestAddress[])[before, after])
        {
            if (handler != GuestAddress.Null)
            {
                machine.Interpreter.Call(cpu, handler, [probe.Value, 0, 0]);
            }
        }
    }
}
