using System.Collections.Immutable;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Code;

/// <summary>Where a module's sections go, before any address is known. Sizes are whole pages.</summary>
/// <param name="Offsets">Bytes from the core's or init's base to each section; -1 for a section that takes no memory.</param>
/// <param name="CoreTextSize">Executable part of the core.</param>
/// <param name="CoreReadOnlySize">Executable and read-only part of the core.</param>
/// <param name="CoreSize">All of the core.</param>
/// <param name="InitTextSize">Executable part of what is given back after init.</param>
/// <param name="InitSize">All of what is given back after init; the symbol table that only the load needs is part of it.</param>
/// <remarks>Source: <c>kernel/module/main.c</c>, <c>layout_sections()</c>; <c>kernel/module/kallsyms.c</c>, <c>layout_symtab()</c>. Sizes decide
/// where the next module and the next trampoline go, and so whether a stale address comes to life again (F57). Not modelled: data that is read-only
/// after init.</remarks>
public sealed record ModuleLayout(
    ImmutableArray<int> Offsets, int CoreTextSize, int CoreReadOnlySize, int CoreSize, int InitTextSize, int InitSize)
{
    /// <summary>Bytes of one <c>Elf64_Sym</c>, and of the type letter that kallsyms keeps for it.</summary>
    private const int SymbolSize = 24 + 1;

    /// <summary>Lays out an image: text, read-only data, data, symbols; each group starts on its own page.</summary>
    public static ModuleLayout Of(ModuleImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int[] offsets = new int[image.Sections.Length];
        Array.Fill(offsets, -1);
        int coreText = Place(image, offsets, 0, SectionFlags.Execute, SectionFlags.None);
        int coreReadOnly = Place(image, offsets, coreText, SectionFlags.None, SectionFlags.None);
        int coreData = Place(image, offsets, coreReadOnly, SectionFlags.Write, SectionFlags.None);
        int core = AlignUp(coreData + SymbolTable(image, coreOnly: true), GuestMemory.PageSize);
        int initText = Place(image, offsets, 0, SectionFlags.Execute, SectionFlags.Init);
        int initReadOnly = Place(image, offsets, initText, SectionFlags.None, SectionFlags.Init);
        int initData = Place(image, offsets, initReadOnly, SectionFlags.Write, SectionFlags.Init);
        int init = AlignUp(initData + SymbolTable(image, coreOnly: false), GuestMemory.PageSize);
        return new ModuleLayout([.. offsets], coreText, coreReadOnly, core, initText, init);
    }

    private static int Place(ModuleImage image, int[] offsets, int start, SectionFlags access, SectionFlags part)
    {
        const SectionFlags selects = SectionFlags.Execute | SectionFlags.Write;
        int end = start;
        for (int i = 0; i < offsets.Length; i++)
        {
            ImageSection section = image.Sections[i];
            bool belongs = (section.Flags & SectionFlags.Alloc) != 0
                && (section.Flags & SectionFlags.Init) == part
                && Access(section.Flags & selects) == access;
            if (belongs)
            {
                offsets[i] = AlignUp(end, Math.Max(section.Alignment, 1));
                end = checked(offsets[i] + section.Size);
            }
        }

        return AlignUp(end, GuestMemory.PageSize);
    }

    /// <summary>Bytes of symbols, their names and their types. The core keeps those of its own sections, the rest goes with init.</summary>
    private static int SymbolTable(ModuleImage image, bool coreOnly) => image.Symbols
        .Where(s => !coreOnly || (s.Section >= 0 && (image.Sections[s.Section].Flags & (SectionFlags.Alloc | SectionFlags.Init)) == SectionFlags.Alloc))
        .Aggregate(SymbolSize, (sum, s) => sum + SymbolSize + s.Name.Length + 1);

    /// <summary>Code counts as code even when it is writable too.</summary>
    private static SectionFlags Access(SectionFlags flags) =>
        (flags & SectionFlags.Execute) != 0 ? SectionFlags.Execute : flags;

    private static int AlignUp(int value, int alignment) => checked(value + alignment - 1) / alignment * alignment;
}
