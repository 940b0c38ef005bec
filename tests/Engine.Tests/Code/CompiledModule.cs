using System.Text;
using TriageBot.Engine.Code;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Tests.Code;

/// <summary>A small kernel around one compiled source: a printk that formats, and a few functions of the host.</summary>
internal sealed class CompiledModule
{
    private static readonly GuestAddress Kernel = new(0xffffffff81000000);
    private static readonly GuestAddress Core = new(0xffffffffa0000000);
    private static readonly GuestAddress Init = new(0xffffffffa0100000);
    private static readonly GuestAddress StackBottom = new(0xffffc90000000000);

    private readonly Dictionary<string, GuestAddress> _host = new(StringComparer.Ordinal);

    public CompiledModule(string source, MiniCOptions? options = null, Action<CompiledModule>? bind = null)
        : this(Compile(source, options), bind)
    {
    }

    public CompiledModule(ModuleImage image, Action<CompiledModule>? bind = null)
    {
        Image = image;
        Interpreter = new X64Interpreter(Memory, Table);
        Cpu = new VirtualCpu(0, StackBottom + 0x8000);
        Memory.Map(StackBottom, 0x8000, PagePermissions.Read | PagePermissions.Write);
        Bind("__fentry__", cpu => Entered.Add(new GuestAddress(Memory.ReadUInt64(new GuestAddress(cpu.State[X64Register.Rsp]))) - 5));
        Bind("_printk", Print);
        Bind("kstrtoint", ParseNumber);
        Bind("snprintf", PrintTo);
        bind?.Invoke(this);
        Link = ModuleLinker.Link(Image, Core, Init, name => _host.TryGetValue(name, out GuestAddress a) ? a : null);
        foreach ((GuestAddress start, int size) in new[] { (Core, Link.Layout.CoreSize), (Init, Link.Layout.InitSize) }.Where(part => part.Item2 > 0))
        {
            Memory.Map(start, size, PagePermissions.Read | PagePermissions.Write | PagePermissions.Execute);
        }

        foreach (LinkedSection section in Link.Sections)
        {
            Memory.Write(section.Address, section.Bytes.AsSpan());
        }
    }

    public GuestMemory Memory { get; } = new();

    public HostFunctionTable Table { get; } = new();

    public X64Interpreter Interpreter { get; }

    public VirtualCpu Cpu { get; }

    public ModuleImage Image { get; }

    public LinkResult Link { get; }

    public List<string> Log { get; } = [];

    public List<GuestAddress> Entered { get; } = [];

    public void Bind(string name, HostFunction function)
    {
        GuestAddress entry = Kernel + (_host.Count * 16);
        _host.Add(name, entry);
        Table.Bind(entry, name, function);
    }

    public GuestAddress AddressOf(string symbol)
    {
        int index = Enumerable.Range(0, Image.Symbols.Length).First(i => Image.Symbols[i].Name == symbol);
        return Link.SymbolAddresses[index]!.Value;
    }

    public ulong Call(string function, params ulong[] arguments) => Interpreter.Call(Cpu, AddressOf(function), arguments);

    public int CallInt(string function, params long[] arguments) =>
        unchecked((int)Call(function, [.. arguments.Select(a => (ulong)a)]));

    private static ModuleImage Compile(string source, MiniCOptions? options)
    {
        MiniCResult result = MiniC.Compile(source, options ?? new MiniCOptions());
        return result.Image ?? throw new ArgumentException(string.Join('\n', result.Diagnostics), nameof(source));
    }

    private string Text(ulong address) => Memory.ReadCString(new GuestAddress(address), 1024);

    private void Print(VirtualCpu cpu) =>
        Log.Add(Format(WithoutLevel(Text(cpu.State[X64Register.Rdi])), cpu, 1));

    /// <summary>Real modules begin their texts with SOH and a level.</summary>
    private static string WithoutLevel(string text) => text.StartsWith('\u0001') ? text[2..] : text;

    private void PrintTo(VirtualCpu cpu)
    {
        string text = Format(Text(cpu.State[X64Register.Rdx]), cpu, 3);
        Memory.Write(new GuestAddress(cpu.State[X64Register.Rdi]), Encoding.Latin1.GetBytes(text + "\0"));
        cpu.State[X64Register.Rax] = (ulong)text.Length;
    }

    private void ParseNumber(VirtualCpu cpu)
    {
        bool ok = int.TryParse(Text(cpu.State[X64Register.Rdi]), System.Globalization.CultureInfo.InvariantCulture, out int value);
        if (ok)
        {
            Memory.WriteUInt32(new GuestAddress(cpu.State[X64Register.Rdx]), unchecked((uint)value));
        }

        cpu.State[X64Register.Rax] = ok ? 0 : unchecked((ulong)-22);
    }

    private string Format(string format, VirtualCpu cpu, int firstArgument)
    {
        X64Register[] order = [X64Register.Rdi, X64Register.Rsi, X64Register.Rdx, X64Register.Rcx, X64Register.R8, X64Register.R9];
        StringBuilder text = new();
        int next = firstArgument;
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            ulong stacked() => Memory.ReadUInt64(new GuestAddress(cpu.State[X64Register.Rsp]) + 8 + ((next - 6) * 8));
            ulong value = next < 6 ? cpu.State[order[next]] : stacked();
            next++;
            text.Append(format[++i] == 's' ? Text(value) : unchecked((int)value).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
