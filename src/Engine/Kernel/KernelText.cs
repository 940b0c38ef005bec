using TriageBot.Engine.Code;
using TriageBot.Engine.Ftrace;
using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary>The kernel proper in guest memory: symbols, a few real functions, and addresses for those that the host implements.</summary>
/// <remarks>Addresses are those of a kernel without address randomisation. Sizes of host functions are round numbers: nothing depends on them.</remarks>
internal sealed class KernelText
{
    private const int HostFunctionSize = 0x100;
    private const int StubSize = 0x10;

    /// <summary>More than either common caller needs; <see cref="FtraceEntries"/> checks.</summary>
    private const int EntryCodeRoom = 0x200;
    private const int TextSize = 0x10000;
    private const int DataSize = 0x4000;
    private const int VariablesOffset = 0x3000;

    /// <summary>Functions of the kernel proper that livepatches and tracers may take hold of. They are compiled and really run.</summary>
    private const string PatchableSource = """
        extern int seq_puts(void *m, const char *text);
        extern void *get_current(void);
        extern long task_tgid_vnr(void *task);
        int cmdline_proc_show(void *m, void *v) { seq_puts(m, "console=ttyS0 nokaslr panic=1"); return 0; }
        int meminfo_proc_show(void *m, void *v) { seq_puts(m, "MemTotal:         497152 kB"); return 0; }
        unsigned long kallsyms_lookup_name(const char *name) { return 0; }
        long __x64_sys_getpid(const void *regs) { return task_tgid_vnr(get_current()); }
        """;

    /// <summary>Compiled once: the image is immutable, and booting is what the matrix does most.</summary>
    private static readonly Lazy<ModuleImage> Patchable = new(() => MiniC.Compile(PatchableSource, new MiniCOptions()).Image
        ?? throw new System.Diagnostics.UnreachableException("the kernel's own functions do not compile"));

    private readonly GuestMachine _machine;
    private GuestAddress _next = TextStart;
    private int _variables = VariablesOffset;

    public KernelText(GuestMachine machine)
    {
        _machine = machine;
        machine.Memory.Map(TextStart, TextSize, PagePermissions.Read | PagePermissions.Execute);
        machine.Memory.Map(DataStart, DataSize, PagePermissions.Read | PagePermissions.Write);
        Fentry = Stub("__fentry__");
        GuestAddress stub = Stub("ftrace_stub");
        GuestAddress caller = Reserve("ftrace_caller", EntryCodeRoom);
        GuestAddress regsCaller = Reserve("ftrace_regs_caller", EntryCodeRoom);
        Ftrace = new FtraceSymbols(caller, regsCaller, stub, Fentry, Reserve("arch_ftrace_ops_list_func", 0x1b0), DataStart, OpsArea, EntryCodeRoom);
        Stub("__x86_return_thunk");
        machine.Symbols.Add(new KernelSymbol("ftrace_ops_list_func", Ftrace.ListFunction, 0x1b0, null));
    }

    /// <summary>Start of kernel text.</summary>
    public static GuestAddress TextStart { get; } = new(0xffffffff81000000);

    /// <summary>Start of kernel data.</summary>
    public static GuestAddress DataStart { get; } = new(0xffffffff82000000);

    /// <summary>Where ops structures are said to lie.</summary>
    public static GuestAddress OpsArea { get; } = new(0xffff888000100000);

    /// <summary>Where klp objects are said to lie.</summary>
    public static GuestAddress HandleArea { get; } = new(0xffff888000200000);

    /// <summary>Start of the memory that <c>kmalloc()</c> gives.</summary>
    public static GuestAddress HeapArea { get; } = new(0xffff888001000000);

    /// <summary>Size of that memory, in bytes.</summary>
    public const int HeapSize = 0x100000;

    /// <summary>Start of module memory.</summary>
    public static GuestAddress ModuleStart { get; } = new(0xffffffffa0000000);

    /// <summary>Size of module memory, in bytes.</summary>
    public const long ModuleSize = 0x5f000000;

    /// <summary><c>__fentry__</c>.</summary>
    public GuestAddress Fentry { get; }

    /// <summary>ftrace's own symbols.</summary>
    public FtraceSymbols Ftrace { get; }

    /// <summary>True for text of the kernel proper.</summary>
    public static bool IsCore(GuestAddress address) => address >= TextStart && address < TextStart + TextSize;

    /// <summary>Gives a function that the host implements its address and symbol.</summary>
    public GuestAddress Reserve(string name, int size = HostFunctionSize)
    {
        GuestAddress address = _next;
        _next += (size + StubSize - 1) / StubSize * StubSize;
        _machine.Symbols.Add(new KernelSymbol(name, address, size, null));
        return address;
    }

    /// <summary>Reserves a function and binds it.</summary>
    public GuestAddress Bind(string name, HostFunction function, int size = HostFunctionSize)
    {
        GuestAddress address = Reserve(name, size);
        _machine.Host.Bind(address, name, function);
        return address;
    }

    /// <summary>Gives a variable of the kernel proper its address and symbol; it is zero.</summary>
    public GuestAddress Variable(string name, int size)
    {
        GuestAddress address = DataStart + _variables;
        _variables += (size + 7) / 8 * 8;
        _machine.Symbols.Add(new KernelSymbol(name, address, size, null));
        return address;
    }

    /// <summary>Compiles the patchable functions into kernel text. Their call sites are nops, as after boot.</summary>
    /// <returns>Records of the kernel proper.</returns>
    public IReadOnlyList<DynFtrace> AddPatchableFunctions()
    {
        ModuleImage image = Patchable.Value;
        ModuleLayout layout = ModuleLayout.Of(image);
        GuestAddress start = new((_next.Value + GuestMemory.PageSize - 1) / GuestMemory.PageSize * GuestMemory.PageSize);
        LinkResult link = ModuleLinker.Link(image, start, GuestAddress.Null, name => _machine.Symbols.FindAny(name)?.Address);
        foreach (LinkedSection section in link.Sections)
        {
            _machine.Memory.Poke(section.Address, section.Bytes.AsSpan());
        }

        foreach ((ImageSymbol symbol, GuestAddress? address) in image.Symbols.Zip(link.SymbolAddresses))
        {
            if (symbol.Section >= 0 && symbol.Name.Length > 0 && address is GuestAddress place)
            {
                _machine.Symbols.Add(new KernelSymbol(symbol.Name, place, symbol.Size, null));
            }
        }

        _next = start + layout.CoreSize;
        List<DynFtrace> records = [.. link.McountSites.Select(s => new DynFtrace(s, FtraceRecordFlags.None))];
        records.ForEach(r => _machine.Memory.Poke(r.Ip, Patching.X86Nops.Nop5.AsSpan()));
        return records;
    }

    private GuestAddress Stub(string name)
    {
        GuestAddress address = Reserve(name, StubSize);
        _machine.Memory.Poke(address, [Patching.CallEncoding.Ret]);
        return address;
    }
}
