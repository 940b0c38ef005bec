using System.IO.Compression;
using System.Text;

namespace TriageBot.Bot.Storage;

/// <summary>Bytes as they lie in the store: Brotli, which .NET has and which halves a mail twice.</summary>
internal static class Compressed
{
    // Quality 4 of 11: a mail takes some 50 microseconds; higher ones cost ten times that for a tenth of the size.
    private const int Quality = 4;
    private const int WindowBits = 22;

    /// <summary>Compresses.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        byte[] room = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, room, out int written, Quality, WindowBits)
            ? room[..written]
            : throw new InvalidDataException($"{bytes.Length} bytes could not be compressed.");
    }

    /// <summary>Compresses text as UTF-8.</summary>
    public static byte[] OfText(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Undoes <see cref="Of"/>.</summary>
    public static byte[] Undo(byte[] compressed)
    {
        using MemoryStream source = new(compressed);
        using BrotliStream stream = new(source, CompressionMode.Decompress);
        using MemoryStream result = new();
        stream.CopyTo(result);
        return result.ToArray();
    }

    /// <summary>Undoes <see cref="OfText"/>.</summary>
    public static string UndoText(byte[] compressed) => Encoding.UTF8.GetString(Undo(compressed));
}
