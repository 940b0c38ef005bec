using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Code;

/// <summary>A section with its place and its final bytes.</summary>
/// <param name="Section">Index in the image.</param>
/// <param name="Address">Address of the first byte.</param>
/// <param name="Bytes">Bytes to write there, after relocation; the rest of the section is zero.</param>
public sealed record LinkedSection(int Section, GuestAddress Address, ImmutableArray<byte> Bytes);

/// <summary>A linked module.</summary>
/// <param name="Layout">Sizes of the parts.</param>
/// <param name="Sections">Every section that takes memory.</param>
/// <param name="SymbolAddresses">Address of each symbol of the image, by its index; null when it is unresolved.</param>
/// <param name="McountSites">Addresses of the recorded call sites, ascending.</param>
/// <param name="Unresolved">Names that nobody defines, each once, in the order of the symbol table.</param>
/// <param name="Failed">Relocations whose value does not fit their field, or whose field lies outside the section; nothing was written there.</param>
public sealed record LinkResult(
    ModuleLayout Layout,
    ImmutableArray<LinkedSection> Sections,
    ImmutableArray<GuestAddress?> SymbolAddresses,
    ImmutableArray<GuestAddress> McountSites,
    ImmutableArray<string> Unresolved,
    ImmutableArray<ImageRelocation> Failed)
{
    /// <summary>True when every symbol was found and every relocation fits.</summary>
    public bool Ok => Unresolved.IsEmpty && Failed.IsEmpty;
}

/// <summary>Gives sections their addresses and applies relocations.</summary>
/// <remarks>Source: <c>kernel/module/main.c</c>, <c>layout_sections()</c> and <c>simplify_symbols()</c>; <c>arch/x86/kernel/module.c</c>.
/// A call of <c>__fentry__</c> gets its real distance: modules lie within reach of the kernel (X05).</remarks>
public static class ModuleLinker
{
    /// <summary>Links an image.</summary>
    /// <param name="image">The module.</param>
    /// <param name="coreBase">Page-aligned base of the part that stays.</param>
    /// <param name="initBase">Page-aligned base of the part that is given back after init; any when there is none.</param>
    /// <param name="resolve">Address of an undefined symbol, or null when nobody exports it.</param>
    public static LinkResult Link(
        ModuleImage image, GuestAddress coreBase, GuestAddress initBase, Func<string, GuestAddress?> resolve)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(resolve);
        ModuleLayout layout = ModuleLayout.Of(image);
        GuestAddress?[] sections = [.. image.Sections.Select((section, i) => AddressOf(section, layout.Offsets[i], coreBase, initBase))];
        GuestAddress?[] symbols = [.. image.Symbols.Select(symbol => Resolve(symbol, sections, resolve))];
        byte[][] contents = [.. image.Sections.Select(section => section.Bytes.AsSpan().ToArray())];
        ImmutableArray<ImageRelocation> failed =
            [.. image.Relocations.Where(relocation => !Apply(relocation, contents, sections, symbols))];

        return new LinkResult(
            layout,
            [.. Enumerable.Range(0, contents.Length).Where(i => sections[i] is not null)
                .Select(i => new LinkedSection(i, sections[i]!.Value, ImmutableCollectionsMarshal.AsImmutableArray(contents[i])))],
            ImmutableCollectionsMarshal.AsImmutableArray(symbols),
            [.. image.McountLocations.Where(l => sections[l.Section] is not null).Select(l => sections[l.Section]!.Value + l.Offset).Order()],
            [.. image.Symbols.Where((symbol, i) => symbol.Section < 0 && symbols[i] is null).Select(s => s.Name).Distinct(StringComparer.Ordinal)],
            failed);
    }

    private static GuestAddress? AddressOf(ImageSection section, int offset, GuestAddress coreBase, GuestAddress initBase)
    {
        if (offset < 0)
        {
            return null;
        }

        return ((section.Flags & SectionFlags.Init) != 0 ? initBase : coreBase) + offset;
    }

    private static GuestAddress? Resolve(ImageSymbol symbol, GuestAddress?[] sections, Func<string, GuestAddress?> resolve) =>
        symbol.Section < 0 ? resolve(symbol.Name) : sections[symbol.Section] + symbol.Offset;

    /// <summary>False when the value does not fit or the field is not there. A relocation of an unresolved symbol is left alone: the load fails for that reason.</summary>
    private static bool Apply(ImageRelocation relocation, byte[][] contents, GuestAddress?[] sections, GuestAddress?[] symbols)
    {
        if (sections[relocation.Section] is not { } section || symbols[relocation.Symbol] is not { } symbol)
        {
            return true;
        }

        int size = relocation.Kind is RelocationKind.Abs64 or RelocationKind.Pc64 ? 8 : 4;
        if (relocation.Offset < 0 || relocation.Offset > contents[relocation.Section].Length - size)
        {
            return false;
        }

        long absolute = unchecked((long)(symbol + relocation.Addend).Value);
        long relative = unchecked(absolute - (long)(section + relocation.Offset).Value);
        Span<byte> field = contents[relocation.Section].AsSpan(relocation.Offset);
        switch (relocation.Kind)
        {
            case RelocationKind.Abs64:
                BinaryPrimitives.WriteInt64LittleEndian(field, absolute);
                return true;
            case RelocationKind.Pc64:
                BinaryPrimitives.WriteInt64LittleEndian(field, relative);
                return true;
            case RelocationKind.Abs32:
                return Write32(field, absolute, absolute == (uint)absolute);
            case RelocationKind.Abs32S:
                return Write32(field, absolute, absolute == (int)absolute);
            default:
                return Write32(field, relative, relative == (int)relative);
        }
    }

    private static bool Write32(Span<byte> field, long value, bool fits)
    {
        if (fits)
        {
            BinaryPrimitives.WriteInt32LittleEndian(field, unchecked((int)value));
        }

        return fits;
    }
}
