using System.Text;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Trace;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary>Kernel functions that module code calls and that need no subsystem: printing, strings, memory.</summary>
/// <remarks>Source of the names: <c>lib/vsprintf.c</c>, <c>lib/kstrtox.c</c>, <c>fs/seq_file.c</c>, <c>fs/sysfs/file.c</c>, <c>mm/slab_common.c</c>.
/// Arguments and results follow the System V ABI; <see cref="KernelFormat"/> says which formats are known.</remarks>
internal sealed class KernelExports(GuestMachine machine, KernelLog log, GuestHeap heap)
{
    /// <summary><c>__GFP_ZERO</c>.</summary>
    private const ulong ZeroFlag = 0x100;

    private readonly StringBuilder _sequence = new();

    /// <summary>What <c>seq_puts()</c> wrote since the last call of this method.</summary>
    public string TakeSequence()
    {
        string text = _sequence.ToString();
        _sequence.Clear();
        return text;
    }

    /// <summary>Binds them.</summary>
    public void BindTo(KernelText text)
    {
        Bind("_printk", call => log.Print(Format(call, 0)));
        Bind("sprintf", call => Print(call, size: int.MaxValue, format: 1, returnsKept: false));
        Bind("snprintf", call => Print(call, call[1], format: 2, returnsKept: false));
        Bind("scnprintf", call => Print(call, call[1], format: 2, returnsKept: true));
        Bind("sysfs_emit", call => Print(call, GuestMemory.PageSize, format: 1, returnsKept: true));
        Bind("kstrtoint", Kstrtoint);
        Bind("seq_puts", call => _sequence.Append(call.Text(1)));
        Bind("seq_printf", call => _sequence.Append(Format(call, 1)));
        Bind("kmalloc", call => call.Return(heap.Allocate(call[0], (call[1] & ZeroFlag) != 0)));
        Bind("kzalloc", call => call.Return(heap.Allocate(call[0], zeroed: true)));
        Bind("kfree", call => heap.Free(call.Pointer(0)));

        void Bind(string name, Action<GuestCall> function) => text.Bind(name, cpu => function(new GuestCall(machine.Memory, cpu)));
    }

    private string Format(GuestCall call, int at) => KernelFormat.Expand(call, at, machine.Memory, machine.Symbols);

    private void Print(GuestCall call, ulong size, int format, bool returnsKept)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(Format(call, format));
        int kept = (int)Math.Min((ulong)bytes.Length, size == 0 ? 0 : size - 1);
        if (size > 0)
        {
            machine.Memory.Write(call.Pointer(0), [.. bytes.AsSpan(0, kept), 0]);
        }

        call.Return(returnsKept ? kept : bytes.Length);
    }

    private void Kstrtoint(GuestCall call)
    {
        int? value = ModuleParameters.ParseInt(call.Text(0));
        if (value is int number)
        {
            machine.Memory.WriteUInt32(call.Pointer(2), unchecked((uint)number));
        }

        call.Return(value is null ? Errno.Einval : 0);
    }
}
