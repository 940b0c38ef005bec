using System.Buffers.Binary;
using System.Text;
using TriageBot.Engine.Code;

namespace TriageBot.Engine.Tests.Code;

/// <summary>Writes an image as an ELF64 relocatable file, the way an assembler would.</summary>
internal static class ElfWriter
{
    private sealed record Header(string Name, uint Type, ulong Flags, byte[] Bytes, long Size, int Link, int Info, int Alignment);

    public static byte[] Write(ModuleImage image)
    {
        List<Header> headers = [new("", 0, 0, [], 0, 0, 0, 1)];
        headers.AddRange(image.Sections.Select(s => new Header(
            s.Name, s.Bytes.Length < s.Size ? 8u : 1u, Flags(s.Flags), [.. s.Bytes], s.Size, 0, 0, s.Alignment)));
        int mcount = headers.Count;
        headers.Add(new Header("__mcount_loc", 1, 2, new byte[image.McountLocations.Length * 8], image.McountLocations.Length * 8, 0, 0, 8));
        int table = mcount + 1;
        int names = table + 1;
        List<byte> strings = [0];
        byte[] symbols = [.. Symbols(image, strings), .. image.Sections.SelectMany((_, i) => Symbol(0, 3, i + 1, 0, 0))];
        headers.Add(new Header(".symtab", 2, 0, symbols, symbols.Length, names, 0, 8));
        headers.Add(new Header(".strtab", 3, 0, [.. strings], strings.Count, 0, 0, 1));
        foreach (IGrouping<int, ImageRelocation> group in image.Relocations.GroupBy(r => r.Section))
        {
            byte[] bytes = [.. group.SelectMany(r => Relocation(r.Offset, r.Kind, r.Symbol + 1, r.Addend))];
            headers.Add(new Header(".rela" + image.Sections[group.Key].Name, 4, 0, bytes, bytes.Length, table, group.Key + 1, 8));
        }

        byte[] sites = [.. image.McountLocations.SelectMany((l, i) => Relocation(i * 8, RelocationKind.Abs64, image.Symbols.Length + 1 + l.Section, l.Offset))];
        headers.Add(new Header(".rela__mcount_loc", 4, 0, sites, sites.Length, table, mcount, 8));
        return File(headers);
    }

    private static byte[] File(List<Header> headers)
    {
        List<byte> names = [0];
        int[] nameOffsets = [.. headers.Select(h => Add(names, h.Name)), Add(names, ".shstrtab")];
        headers.Add(new Header(".shstrtab", 3, 0, [.. names], names.Count, 0, 0, 1));
        List<byte> file = [.. new byte[64]];
        List<byte> table = [];
        foreach ((int i, Header h) in headers.Index())
        {
            file.AddRange(new byte[-file.Count & (h.Alignment - 1)]);
            table.AddRange([
                .. U32((uint)nameOffsets[i]), .. U32(h.Type), .. U64(h.Flags), .. U64(0), .. U64((ulong)file.Count), .. U64((ulong)h.Size), .. U32((uint)h.Link),
                .. U32((uint)h.Info), .. U64((ulong)h.Alignment), .. U64(0),
            ]);
            if (h.Type != 8)
            {
                file.AddRange(h.Bytes);
            }
        }

        file.AddRange(new byte[-file.Count & 7]);
        byte[] all = [.. file, .. table];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(all, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(all.AsSpan(16), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(all.AsSpan(18), 62);
        BinaryPrimitives.WriteUInt64LittleEndian(all.AsSpan(40), (ulong)file.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(all.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(all.AsSpan(60), (ushort)headers.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(all.AsSpan(62), (ushort)(headers.Count - 1));
        return all;
    }

    private static IEnumerable<byte> Symbols(ModuleImage image, List<byte> strings) =>
    [
        .. new byte[24],
        .. image.Symbols.SelectMany(s => Symbol(
            Add(strings, s.Name), (byte)((s.Global ? 0x10 : 0) | (s.IsFunction && s.Section >= 0 ? 2 : s.Name.Length == 0 ? 3 : 0)), s.Section + 1, s.Offset, s.Size)),
    ];

    private static byte[] Symbol(int name, byte info, int section, int offset, int size) =>
        [.. U32((uint)name), info, 0, (byte)section, (byte)(section >> 8), .. U64((ulong)offset), .. U64((ulong)size)];

    private static byte[] Relocation(int offset, RelocationKind kind, int symbol, long addend)
    {
        uint type = kind switch
        {
            RelocationKind.Abs64 => 1,
            RelocationKind.Pc32 => 2,
            RelocationKind.Plt32 => 4,
            RelocationKind.Abs32 => 10,
            RelocationKind.Abs32S => 11,
            _ => 24,
        };
        return [.. U64((ulong)offset), .. U32(type), .. U32((uint)symbol), .. U64(unchecked((ulong)addend))];
    }

    private static ulong Flags(SectionFlags flags) =>
        (flags.HasFlag(SectionFlags.Alloc) ? 2u : 0) | (flags.HasFlag(SectionFlags.Write) ? 1u : 0) | (flags.HasFlag(SectionFlags.Execute) ? 4u : 0);

    private static int Add(List<byte> strings, string text)
    {
        int offset = strings.Count;
        strings.AddRange(Encoding.UTF8.GetBytes(text + "\0"));
        return offset;
    }

    private static byte[] U32(uint value) => BitConverter.GetBytes(value);

    private static byte[] U64(ulong value) => BitConverter.GetBytes(value);
}
