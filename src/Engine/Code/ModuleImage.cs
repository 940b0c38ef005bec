using System.Collections.Immutable;

namespace TriageBot.Engine.Code;

/// <summary>A module before it is linked: what a relocatable ELF64 file holds.</summary>
/// <param name="Sections">Sections in file order, which is also the order in memory among sections of one kind.</param>
/// <param name="Symbols">Symbols; relocations name them by index. A symbol without a name stands for its section.</param>
/// <param name="Relocations">Places to fill in once addresses are known.</param>
/// <param name="McountLocations">Start of every call of <c>__fentry__</c> that is recorded in <c>__mcount_loc</c>.</param>
public sealed record ModuleImage(
    ImmutableArray<ImageSection> Sections,
    ImmutableArray<ImageSymbol> Symbols,
    ImmutableArray<ImageRelocation> Relocations,
    ImmutableArray<ImageLocation> McountLocations);

/// <summary>What a section is for.</summary>
[Flags]
public enum SectionFlags
{
    /// <summary>Not in memory.</summary>
    None = 0,

    /// <summary>Takes room in memory: <c>SHF_ALLOC</c>.</summary>
    Alloc = 1,

    /// <summary>Writable data: <c>SHF_WRITE</c>.</summary>
    Write = 2,

    /// <summary>Code: <c>SHF_EXECINSTR</c>.</summary>
    Execute = 4,

    /// <summary>Given back after init: the name starts with <c>.init</c>.</summary>
    Init = 8,
}

/// <summary>One section.</summary>
/// <param name="Name">E.g. <c>.text.unlikely</c>.</param>
/// <param name="Bytes">Contents; what <paramref name="Size"/> says beyond them is zero.</param>
/// <param name="Size">Bytes in memory.</param>
/// <param name="Alignment">Power of two, in bytes.</param>
/// <param name="Flags">What it is for.</param>
public sealed record ImageSection(string Name, ImmutableArray<byte> Bytes, int Size, int Alignment, SectionFlags Flags);

/// <summary>One symbol.</summary>
/// <param name="Name">Name; empty for a section's own symbol.</param>
/// <param name="Section">Index of its section, or -1 when it is undefined here.</param>
/// <param name="Offset">Bytes from the start of the section.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Global">True when other modules could see it.</param>
/// <param name="IsFunction">True for code, also when undefined.</param>
public sealed record ImageSymbol(string Name, int Section, int Offset, int Size, bool Global, bool IsFunction);

/// <summary>How a relocation's field is computed. S is the symbol's address, A the addend, P the field's address.</summary>
/// <remarks>Source: <c>arch/x86/kernel/module.c</c>, <c>apply_relocate_add()</c>.</remarks>
public enum RelocationKind
{
    /// <summary>S + A in 64 bits: <c>R_X86_64_64</c>.</summary>
    Abs64,

    /// <summary>S + A in 32 bits, zero-extended: <c>R_X86_64_32</c>.</summary>
    Abs32,

    /// <summary>S + A in 32 bits, sign-extended: <c>R_X86_64_32S</c>.</summary>
    Abs32S,

    /// <summary>S + A - P in 32 bits: <c>R_X86_64_PC32</c>.</summary>
    Pc32,

    /// <summary>S + A - P in 32 bits, of a call or jump: <c>R_X86_64_PLT32</c>; the kernel has no procedure linkage table.</summary>
    Plt32,

    /// <summary>S + A - P in 64 bits: <c>R_X86_64_PC64</c>.</summary>
    Pc64,
}

/// <summary>One relocation.</summary>
/// <param name="Section">Index of the section whose bytes it changes.</param>
/// <param name="Offset">Bytes from the start of that section to the field.</param>
/// <param name="Kind">How the field is computed.</param>
/// <param name="Symbol">Index of the symbol.</param>
/// <param name="Addend">Added to the symbol's address.</param>
public sealed record ImageRelocation(int Section, int Offset, RelocationKind Kind, int Symbol, long Addend);

/// <summary>A place in an image: index of a section and bytes from its start.</summary>
public readonly record struct ImageLocation(int Section, int Offset);
