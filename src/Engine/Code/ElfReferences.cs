using System.Collections.Immutable;

namespace TriageBot.Engine.Code;

/// <summary>Follows pointers in a file that is not linked yet: they are relocations.</summary>
internal sealed class ElfReferences
{
    private readonly ElfSection[] _sections;
    private readonly ImmutableArray<ImageSymbol> _symbols;
    private readonly Dictionary<ImageLocation, ImageRelocation> _byPlace = [];

    public ElfReferences(ElfSection[] sections, ImmutableArray<ImageSymbol> symbols, ImmutableArray<ImageRelocation> relocations)
    {
        _sections = sections;
        _symbols = symbols;
        foreach (ImageRelocation relocation in relocations)
        {
            _byPlace.TryAdd(new ImageLocation(relocation.Section, relocation.Offset), relocation);
        }
    }

    /// <summary>Where the pointers in a section lead, in the order of their places. A distance counts from its own place.</summary>
    public IEnumerable<ImageLocation?> All(string section)
    {
        int index = Array.FindIndex(_sections, s => s.Name == section);
        return _byPlace.Values.Where(r => r.Section == index).OrderBy(r => r.Offset).Select(Target);
    }

    /// <summary>Where the pointer at a place leads; null when it leads out of the file or there is none.</summary>
    public ImageLocation? At(int section, int offset) =>
        _byPlace.TryGetValue(new ImageLocation(section, offset), out ImageRelocation? relocation) ? Target(relocation) : null;

    /// <summary>Name of the undefined symbol that the pointer at a place leads to, or null.</summary>
    public string? NameAt(int section, int offset) =>
        _byPlace.TryGetValue(new ImageLocation(section, offset), out ImageRelocation? relocation) && _symbols[relocation.Symbol].Section < 0
            ? _symbols[relocation.Symbol].Name
            : null;

    /// <summary>The string that the pointer at a place leads to; empty when there is none.</summary>
    public string TextAt(int section, int offset) => At(section, offset) is { } place && place.Offset >= 0
        ? ElfFile.Text(_sections[place.Section].Bytes.Span, (uint)place.Offset)
        : "";

    private ImageLocation? Target(ImageRelocation relocation)
    {
        ImageSymbol symbol = _symbols[relocation.Symbol];
        return symbol.Section > 0 ? new ImageLocation(symbol.Section, unchecked((int)(symbol.Offset + relocation.Addend))) : null;
    }
}
