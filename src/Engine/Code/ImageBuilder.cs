using System.Collections.Immutable;
using TriageBot.Engine.Patching;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Code;

/// <summary>Collects the sections and symbols of a compiled unit.</summary>
internal sealed class ImageBuilder
{
    public const string Strings = ".rodata.str1.1";

    private const int FunctionAlignment = 16;
    private const string InitText = ".init.text";
    private const string InitData = ".init.data";
    private const string ThisModule = ".gnu.linkonce.this_module";

    /// <summary>Bytes of <c>struct module</c> in a small 6.1 configuration; all that counts is that it takes room.</summary>
    private const int ModuleStructSize = 0x380;

    /// <summary>Sections in file order; those that stay empty are left out.</summary>
    private static readonly (string Name, SectionFlags Flags)[] Order =
    [
        (".text", SectionFlags.Alloc | SectionFlags.Execute),
        (".text.unlikely", SectionFlags.Alloc | SectionFlags.Execute),
        (".exit.text", SectionFlags.Alloc | SectionFlags.Execute),
        (InitText, SectionFlags.Alloc | SectionFlags.Execute | SectionFlags.Init),
        (Strings, SectionFlags.Alloc),
        (".data", SectionFlags.Alloc | SectionFlags.Write),
        (InitData, SectionFlags.Alloc | SectionFlags.Write | SectionFlags.Init),
        (ThisModule, SectionFlags.Alloc | SectionFlags.Write),
        (".bss", SectionFlags.Alloc | SectionFlags.Write),
    ];

    private readonly Dictionary<string, Part> _parts = Order.ToDictionary(o => o.Name, o => new Part(o.Flags), StringComparer.Ordinal);
    private readonly List<(string Section, string Name, int Offset, int Size, bool Global, bool IsFunction)> _symbols = [];
    private readonly List<(string Section, CFixup Fixup)> _fixups = [];
    private readonly List<(string Section, int Offset)> _entryCalls = [];

    public void AddFunction(CCompiledFunction function, string section)
    {
        Part part = _parts[section];
        if (section == ".text")
        {
            part.Alignment = FunctionAlignment;
            int gap = -part.Bytes.Count & (FunctionAlignment - 1);
            part.Bytes.Add(X86Nops.Fill(gap).AsSpan());
        }

        int start = part.Bytes.Count;
        part.Bytes.Add(function.Bytes.AsSpan());
        part.Size = part.Bytes.Count;
        _symbols.Add((section, function.Source.Name, start, function.Bytes.Length, !function.Source.Static, true));
        _fixups.AddRange(function.Fixups.Select(f => (section, f with { Offset = f.Offset + start })));
        if (function.HasEntryCall)
        {
            _entryCalls.Add((section, start));
        }
    }

    public void AddVariable(CVariable variable, ReadOnlySpan<byte> bytes, List<CFixup> fixups)
    {
        bool zero = fixups.Count == 0 && !bytes.ContainsAnyExcept((byte)0);
        string section = zero ? ".bss" : ".data";
        Part part = _parts[section];
        int alignment = variable.Type.Alignment;
        part.Alignment = Math.Max(part.Alignment, alignment);
        int start = (part.Size + alignment - 1) / alignment * alignment;
        if (!zero)
        {
            part.Bytes.Add(new byte[start - part.Bytes.Count]);
            part.Bytes.Add(bytes);
        }

        part.Size = start + bytes.Length;
        _symbols.Add((section, variable.Name, start, bytes.Length, !variable.Static, false));
        _fixups.AddRange(fixups.Select(f => (section, f with { Offset = f.Offset + start })));
    }

    /// <summary>A second, global name of a function; false when the function is not defined.</summary>
    public bool AddAlias(string name, string function)
    {
        int index = _symbols.FindIndex(s => s.IsFunction && s.Name == function);
        if (index < 0)
        {
            return false;
        }

        _symbols.Add(_symbols[index] with { Name = name, Global = true });
        return true;
    }

    public void SetBytes(string section, ReadOnlySpan<byte> bytes)
    {
        _parts[section].Bytes.Add(bytes);
        _parts[section].Size = bytes.Length;
    }

    public ModuleImage Build()
    {
        _parts[ThisModule].Size = ModuleStructSize;

        // module_init() keeps a pointer to its function there.
        _parts[InitData].Size = _parts[InitText].Size > 0 ? sizeof(ulong) : 0;
        string[] present = [.. Order.Select(o => o.Name).Where(n => _parts[n].Size > 0)];
        Dictionary<string, int> sections = present.Index().ToDictionary(p => p.Item, p => p.Index, StringComparer.Ordinal);
        List<ImageSymbol> symbols =
            [.. _symbols.Select(s => new ImageSymbol(s.Name, sections[s.Section], s.Offset, s.Size, s.Global, s.IsFunction))];
        Dictionary<string, int> byName = new(StringComparer.Ordinal);
        for (int i = 0; i < symbols.Count; i++)
        {
            byName.TryAdd(symbols[i].Name, i);
        }

        ImmutableArray<ImageRelocation> relocations =
            [.. _fixups.Select(f => Relocation(sections[f.Section], f.Fixup, symbols, byName, sections))];
        return new ModuleImage(
            [.. present.Select(n => new ImageSection(n, _parts[n].Bytes.ToImmutable(), _parts[n].Size, _parts[n].Alignment, _parts[n].Flags))],
            [.. symbols],
            relocations,
            [.. _entryCalls.Select(c => new ImageLocation(sections[c.Section], c.Offset))]);
    }

    private static ImageRelocation Relocation(
        int section, CFixup fixup, List<ImageSymbol> symbols, Dictionary<string, int> byName, Dictionary<string, int> sections)
    {
        // The string section's own symbol has no name.
        string name = fixup.Symbol ?? "";
        if (!byName.TryGetValue(name, out int symbol))
        {
            symbol = symbols.Count;
            bool isStrings = name.Length == 0;
            bool isFunction = fixup.Kind == RelocationKind.Plt32;
            symbols.Add(new ImageSymbol(name, isStrings ? sections[Strings] : -1, 0, 0, !isStrings, isFunction));
            byName.Add(name, symbol);
        }

        return new ImageRelocation(section, fixup.Offset, fixup.Kind, symbol, fixup.Addend);
    }

    private sealed class Part(SectionFlags flags)
    {
        public SectionFlags Flags { get; } = flags;

        public CodeBytes Bytes { get; } = new();

        public int Size { get; set; }

        public int Alignment { get; set; } = 1;
    }
}
