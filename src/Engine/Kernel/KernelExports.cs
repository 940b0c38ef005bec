using System.Globalization;
using System.Text;
using TriageBot.Engine.Livepatch;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Trace;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary>Kernel functions that module code calls. Arguments and results follow the System V ABI.</summary>
/// <remarks>Source of the names: <c>lib/vsprintf.c</c>, <c>lib/kstrtox.c</c>, <c>fs/seq_file.c</c>. Formats known: <c>%d %i %u %x %lx %ld %s %p %%</c>.</remarks>
internal sealed class KernelExports(GuestMachine machine, KernelLog log, GuestStrings strings)
{
    private const int MaxString = 1024;
    private readonly StringBuilder _sequence = new();

    /// <summary>What <c>seq_puts()</c> wrote since the last call of this method.</summary>
    public string TakeSequence()
    {
        string text = _sequence.ToString();
        _sequence.Clear();
        return text;
    }

    /// <summary>Binds the functions that need no subsystem.</summary>
    public void BindTo(KernelText text)
    {
        text.Bind("_printk", cpu => log.Print(Format(cpu, first: 0)));
        text.Bind("snprintf", Snprintf);
        text.Bind("kstrtoint", Kstrtoint);
        text.Bind("seq_puts", cpu => _sequence.Append(ReadString(cpu.State[X64Register.Rsi])));
        text.Reserve("kallsyms_lookup_name");
    }

    /// <summary>Binds what livepatch callbacks may ask about the object that they are given.</summary>
    /// <param name="enable">Does the work of <c>klp_enable_patch()</c> for the module whose handle is given.</param>
    public void BindLivepatch(KernelText text, KlpHandles handles, Func<GuestAddress, int> enable)
    {
        text.Bind("klp_enable_patch", cpu => Return(cpu, enable(new GuestAddress(cpu.State[X64Register.Rdi]))));
        text.Bind("klp_object_name", cpu => Return(cpu, handles.At(Argument(cpu))?.Name is string name ? strings.Of(name) : GuestAddress.Null));
        text.Bind("klp_object_state", cpu => Return(cpu, handles.At(Argument(cpu))?.Module is KernelModule module ? strings.Of(module.State.Name()) : GuestAddress.Null));
    }

    private static GuestAddress Argument(VirtualCpu cpu) => new(cpu.State[X64Register.Rdi]);

    private static void Return(VirtualCpu cpu, int value) => cpu.State[X64Register.Rax] = unchecked((ulong)value);

    private static void Return(VirtualCpu cpu, GuestAddress value) => cpu.State[X64Register.Rax] = value.Value;

    private void Snprintf(VirtualCpu cpu)
    {
        ulong size = cpu.State[X64Register.Rsi];
        byte[] bytes = Encoding.UTF8.GetBytes(Format(cpu, first: 2));
        int kept = (int)Math.Min((ulong)bytes.Length, size == 0 ? 0 : size - 1);
        if (size > 0)
        {
            machine.Memory.Write(Argument(cpu), [.. bytes.AsSpan(0, kept), 0]);
        }

        Return(cpu, bytes.Length);
    }

    private void Kstrtoint(VirtualCpu cpu)
    {
        int? value = ModuleParameters.ParseInt(ReadString(cpu.State[X64Register.Rdi]));
        if (value is int number)
        {
            machine.Memory.WriteUInt32(new GuestAddress(cpu.State[X64Register.Rdx]), unchecked((uint)number));
        }

        Return(cpu, value is null ? Errno.Einval : 0);
    }

    private string ReadString(ulong address) => address == 0 ? "(null)" : machine.Memory.ReadCString(new GuestAddress(address), MaxString);

    /// <summary><c>vsnprintf()</c> with the format in argument number <paramref name="first"/> and its values behind it.</summary>
    private string Format(VirtualCpu cpu, int first)
    {
        string format = ReadString(ArgumentAt(cpu, first));
        StringBuilder text = new();
        int next = first + 1;
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 >= format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            i++;
            bool wide = false;
            while (format[i] is 'l' or 'z' && i + 1 < format.Length)
            {
                wide = true;
                i++;
            }

            text.Append(format[i] == '%' ? "%" : One(format[i], wide, ArgumentAt(cpu, next++)));
        }

        return text.ToString();
    }

    private string One(char kind, bool wide, ulong value) => kind switch
    {
        'd' or 'i' => unchecked(wide ? (long)value : (int)value).ToString(CultureInfo.InvariantCulture),
        'u' => unchecked(wide ? value : (uint)value).ToString(CultureInfo.InvariantCulture),
        'x' => unchecked(wide ? value : (uint)value).ToString("x", CultureInfo.InvariantCulture),
        'p' => value.ToString("x16", CultureInfo.InvariantCulture),
        's' => ReadString(value),
        _ => "%" + kind,
    };

    private ulong ArgumentAt(VirtualCpu cpu, int index)
    {
        X64State state = cpu.State;
        return index switch
        {
            0 => state[X64Register.Rdi],
            1 => state[X64Register.Rsi],
            2 => state[X64Register.Rdx],
            3 => state[X64Register.Rcx],
            4 => state[X64Register.R8],
            5 => state[X64Register.R9],
            _ => machine.Memory.ReadUInt64(new GuestAddress(state[X64Register.Rsp]) + (8L * (index - 5))),
        };
    }
}
