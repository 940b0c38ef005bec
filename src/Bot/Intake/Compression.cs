using System.IO.Compression;
using ZstdSharp;

namespace TriageBot.Bot.Intake;

/// <summary>Undoes gzip and zstd, which are told by their first bytes.</summary>
internal static class Compression
{
    private const int MagicBytes = 4;

    // Without it .NET takes a gzip file that was cut for one that ends there.
    static Compression() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", isEnabled: true);

    /// <summary>The plain bytes of a stream. The result ends where the compressed data is damaged and says so.</summary>
    /// <param name="stream">Read from its position; closed with the result.</param>
    public static PlainStream Undo(Stream stream)
    {
        byte[] head = new byte[MagicBytes];
        int read = stream.ReadAtLeast(head, MagicBytes, throwOnEndOfStream: false);
        HeadedStream whole = new(head[..read], stream);
        ReadOnlySpan<byte> magic = head.AsSpan(0, read);
        if (magic.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return new PlainStream(new GZipStream(whole, CompressionMode.Decompress));
        }

        return magic.SequenceEqual((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])
            ? new PlainStream(new DecompressionStream(whole, leaveOpen: false))
            : new PlainStream(whole);
    }
}

/// <summary>A stream that ends early where decompression fails, so that what stands before the damage is still read.</summary>
internal sealed class PlainStream(Stream inner) : ReadOnlyStream
{
    /// <summary>Why the stream ended early, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>Bytes that were read.</summary>
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            int read = Damage is null ? inner.Read(buffer) : 0;
            Count += read;
            return read;
        }
        catch (Exception error) when (error is InvalidDataException or ZstdException or EndOfStreamException)
        {
            Damage = $"the compressed data is damaged behind byte {Count} of what it holds; the rest is lost";
            return 0;
        }
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
