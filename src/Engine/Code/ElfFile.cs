using System.Buffers.Binary;
using System.Text;

namespace TriageBot.Engine.Code;

/// <summary>One section header of an ELF64 file, with the section's bytes.</summary>
internal sealed record ElfSection(string Name, uint Type, ulong Flags, ReadOnlyMemory<byte> Bytes, long Size, int Link, int Info, int Alignment);

/// <summary>The section table of an ELF64 relocatable file. Every offset is checked before it is used.</summary>
/// <remarks>Source: the ELF-64 object file format; <c>kernel/module/main.c</c>, <c>elf_validity_check()</c>.</remarks>
internal static class ElfFile
{
    public const uint SymbolTable = 2;
    public const uint Relocations = 4;
    public const uint NoBits = 8;

    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int MaxSections = 4096;

    /// <summary>More than any module has; keeps sums within 32 bits.</summary>
    private const long MaxTotalSize = 1 << 28;

    /// <summary>The sections, or one sentence on what is wrong.</summary>
    public static (ElfSection[] Sections, string? Problem) Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.Length < HeaderSize || !bytes.StartsWith((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            return ([], "This is no little-endian ELF64 file.");
        }

        if (U16(bytes, 16) != 1 || U16(bytes, 18) != 62)
        {
            return ([], "This is no relocatable x86-64 file.");
        }

        ulong table = U64(bytes, 40);
        int count = U16(bytes, 60);
        int names = U16(bytes, 62);
        bool fits = U16(bytes, 58) == SectionHeaderSize && count <= MaxSections && names < count
            && table <= (ulong)bytes.Length && ((ulong)bytes.Length - table) / SectionHeaderSize >= (ulong)count;
        if (!fits)
        {
            return ([], "The section table does not lie in the file.");
        }

        ElfSection[] sections = new ElfSection[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = bytes.Slice((int)table + (i * SectionHeaderSize), SectionHeaderSize);
            ElfSection? section = Section(file, header);
            if (section is null)
            {
                return ([], $"Section {i} does not lie in the file.");
            }

            sections[i] = section;
        }

        if (sections.Sum(s => s.Size) > MaxTotalSize)
        {
            return ([], "The sections are larger than any module.");
        }

        for (int i = 0; i < count; i++)
        {
            sections[i] = sections[i] with { Name = Text(sections[names].Bytes.Span, U32(bytes, (int)table + (i * SectionHeaderSize))) };
        }

        return (sections, null);
    }

    /// <summary>The text up to a NUL; empty when the offset lies outside.</summary>
    public static string Text(ReadOnlySpan<byte> strings, uint offset)
    {
        if (offset >= strings.Length)
        {
            return "";
        }

        ReadOnlySpan<byte> rest = strings[(int)offset..];
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    public static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    public static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    public static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);

    private static ElfSection? Section(ReadOnlyMemory<byte> file, ReadOnlySpan<byte> header)
    {
        uint type = U32(header, 4);
        ulong offset = U64(header, 24);
        ulong size = U64(header, 32);
        ulong alignment = Math.Max(U64(header, 48), 1);
        bool hasBytes = type is not (0 or NoBits);
        bool outside = hasBytes && (offset > (ulong)file.Length || size > (ulong)file.Length - offset);
        if (outside || size > MaxTotalSize || alignment > 4096 || (alignment & (alignment - 1)) != 0)
        {
            return null;
        }

        ReadOnlyMemory<byte> contents = hasBytes ? file.Slice((int)offset, (int)size) : ReadOnlyMemory<byte>.Empty;
        return new ElfSection("", type, U64(header, 8), contents, (long)size, (int)U32(header, 40), (int)U32(header, 44), (int)alignment);
    }
}
