using System.Collections.Immutable;
using System.Text;

namespace TriageBot.Engine.Code;

/// <summary>Reads a module file (<c>.ko</c>): an ELF64 relocatable object for x86-64.</summary>
/// <remarks>Source: <c>kernel/module/main.c</c>, <c>setup_load_info()</c> and <c>simplify_symbols()</c>; <c>include/linux/moduleparam.h</c>.
/// Not modelled: compressed files, signatures, symbol versions, per-CPU data, weak symbols (they must resolve).</remarks>
public static class ElfModuleReader
{
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;
    private const int ParameterSize = 40;
    private const ulong LivepatchRelocations = 0x00100000;

    /// <summary>Reads a file that may be anything.</summary>
    public static ElfModuleResult Read(ReadOnlyMemory<byte> file)
    {
        (ElfSection[] sections, string? problem) = ElfFile.Read(file);
        if (problem is not null)
        {
            return new ElfModuleResult(null, problem);
        }

        int table = Array.FindIndex(sections, s => s.Type == ElfFile.SymbolTable);
        if (table < 0 || sections[table].Link is < 0 || sections[table].Link >= sections.Length)
        {
            return new ElfModuleResult(null, "The file has no symbol table.");
        }

        ImmutableArray<ImageSymbol> symbols = Symbols(sections, sections[table]);
        List<KeyValuePair<string, ImageRelocation>> livepatch = [];
        List<ImageRelocation> relocations = [];
        foreach (ElfSection section in sections.Where(s => s.Type == ElfFile.Relocations))
        {
            if (Read(section, sections, symbols.Length, relocations, livepatch) is { } wrong)
            {
                return new ElfModuleResult(null, wrong);
            }
        }

        return new ElfModuleResult(Module(sections, symbols, [.. relocations], [.. livepatch]), null);
    }

    private static ElfModule Module(
        ElfSection[] sections,
        ImmutableArray<ImageSymbol> symbols,
        ImmutableArray<ImageRelocation> relocations,
        ImmutableArray<KeyValuePair<string, ImageRelocation>> livepatch)
    {
        ElfReferences references = new(sections, symbols, relocations);
        ModuleImage image = new(
            [.. sections.Select(Section)], symbols, relocations, [.. references.All("__mcount_loc").OfType<ImageLocation>()]);
        return new ElfModule(
            image, Info(sections), Parameters(sections, references), [.. references.All(".return_sites").OfType<ImageLocation>()], livepatch);
    }

    /// <summary>What the loader keeps: <c>.modinfo</c> and <c>__versions</c> are only for reading.</summary>
    private static ImageSection Section(ElfSection section)
    {
        bool stays = (section.Flags & 2) != 0 && section.Name is not (".modinfo" or "__versions");
        if (!stays)
        {
            return new ImageSection(section.Name, [], 0, 1, SectionFlags.None);
        }

        SectionFlags flags = SectionFlags.Alloc
            | ((section.Flags & 1) != 0 ? SectionFlags.Write : SectionFlags.None)
            | ((section.Flags & 4) != 0 ? SectionFlags.Execute : SectionFlags.None)
            | (section.Name.StartsWith(".init", StringComparison.Ordinal) ? SectionFlags.Init : SectionFlags.None);
        return new ImageSection(section.Name, [.. section.Bytes.Span], (int)section.Size, section.Alignment, flags);
    }

    private static ImmutableArray<ImageSymbol> Symbols(ElfSection[] sections, ElfSection table)
    {
        ReadOnlySpan<byte> names = sections[table.Link].Bytes.Span;
        ReadOnlySpan<byte> bytes = table.Bytes.Span;
        ImmutableArray<ImageSymbol>.Builder symbols = ImmutableArray.CreateBuilder<ImageSymbol>(bytes.Length / SymbolSize);
        for (int at = 0; at + SymbolSize <= bytes.Length; at += SymbolSize)
        {
            int section = ElfFile.U16(bytes, at + 6);
            bool isUndefined = section == 0 || (section >= sections.Length && section != 0xfff1);
            byte info = bytes[at + 4];

            // The first symbol of a table and absolute ones belong to the empty first section, which has no address.
            int place = at == 0 || section == 0xfff1 ? 0 : isUndefined ? -1 : section;
            symbols.Add(new ImageSymbol(
                ElfFile.Text(names, ElfFile.U32(bytes, at)),
                place,
                (int)Math.Min(ElfFile.U64(bytes, at + 8), int.MaxValue),
                (int)Math.Min(ElfFile.U64(bytes, at + 16), int.MaxValue),
                info >> 4 != 0,
                (info & 0xf) == 2));
        }

        return symbols.DrainToImmutable();
    }

    /// <summary>Adds a section's relocations to one of the lists; returns one sentence when one cannot be read.</summary>
    private static string? Read(
        ElfSection section,
        ElfSection[] sections,
        int symbols,
        List<ImageRelocation> relocations,
        List<KeyValuePair<string, ImageRelocation>> livepatch)
    {
        bool isLivepatch = (section.Flags & LivepatchRelocations) != 0;
        bool hasTarget = section.Info > 0 && section.Info < sections.Length;
        if (!hasTarget || (sections[section.Info].Flags & 2) == 0)
        {
            // Debug sections stay on disk, and so do their relocations.
            return hasTarget ? null : $"The relocations '{section.Name}' have no section.";
        }

        ReadOnlySpan<byte> bytes = section.Bytes.Span;
        for (int at = 0; at + RelocationSize <= bytes.Length; at += RelocationSize)
        {
            uint type = ElfFile.U32(bytes, at + 8);
            uint symbol = ElfFile.U32(bytes, at + 12);
            RelocationKind? kind = KindOf(type);
            if (type == 0)
            {
                continue;
            }

            if (kind is null || symbol >= symbols)
            {
                return $"'{section.Name}' has a relocation of type {type} and symbol {symbol}, which is not supported.";
            }

            int offset = (int)Math.Min(ElfFile.U64(bytes, at), int.MaxValue);
            long addend = unchecked((long)ElfFile.U64(bytes, at + 16));
            ImageRelocation relocation = new(section.Info, offset, kind.Value, (int)symbol, addend);
            if (isLivepatch)
            {
                livepatch.Add(new KeyValuePair<string, ImageRelocation>(ObjectOf(section.Name), relocation));
            }
            else
            {
                relocations.Add(relocation);
            }
        }

        return null;
    }

    /// <summary>The second part of <c>.klp.rela.object.section</c>.</summary>
    private static string ObjectOf(string section)
    {
        string[] parts = section.Split('.', 5);
        return parts.Length == 5 ? parts[3] : section;
    }

    private static RelocationKind? KindOf(uint type) => type switch
    {
        1 => RelocationKind.Abs64,
        2 => RelocationKind.Pc32,
        4 => RelocationKind.Plt32,
        10 => RelocationKind.Abs32,
        11 => RelocationKind.Abs32S,
        24 => RelocationKind.Pc64,
        _ => null,
    };

    private static ImmutableArray<KeyValuePair<string, string>> Info(ElfSection[] sections)
    {
        ElfSection? section = Array.Find(sections, s => s.Name == ".modinfo");
        string[] entries = section is null
            ? []
            : Encoding.UTF8.GetString(section.Bytes.Span).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return [.. entries.Select(e => e.Split('=', 2)).Where(p => p.Length == 2).Select(p => new KeyValuePair<string, string>(p[0], p[1]))];
    }

    private static ImmutableArray<ElfParameter> Parameters(ElfSection[] sections, ElfReferences references)
    {
        int index = Array.FindIndex(sections, s => s.Name == "__param");
        if (index < 0)
        {
            return [];
        }

        ReadOnlySpan<byte> bytes = sections[index].Bytes.Span;
        ImmutableArray<ElfParameter>.Builder parameters = ImmutableArray.CreateBuilder<ElfParameter>();
        for (int at = 0; at + ParameterSize <= bytes.Length; at += ParameterSize)
        {
            ImageLocation? operations = references.At(index, at + 16);

            // struct kernel_param_ops: flags, then set.
            ImageLocation? set = operations is { } own ? references.At(own.Section, own.Offset + 8) : null;
            parameters.Add(new ElfParameter(
                references.TextAt(index, at), ElfFile.U16(bytes, at + 24), references.NameAt(index, at + 16), set, references.At(index, at + 32)));
        }

        return parameters.ToImmutable();
    }
}
