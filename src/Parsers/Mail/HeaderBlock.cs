using System.Buffers;
using System.Collections.Frozen;

namespace TriageBot.Parsers.Mail;

/// <summary>The header of a message, cut down to the fields that are read here. Most of a list mail's header says how it travelled.</summary>
internal static class HeaderBlock
{
    private const int MaxName = 40;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Read = HeadReader.Fields.Concat(RobotFields.Names)
        .Concat(["mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-id", "content-description", "content-language", "content-md5", "content-location", "content-base"])
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Cuts the header.</summary>
    /// <param name="kept">The fields that are read, as they stand, and the blank line.</param>
    /// <param name="bodyStart">Position behind the blank line.</param>
    /// <returns>False when the header is not made of fields, continuations and a blank line alone: then only a MIME parser can tell what it is.</returns>
    public static bool TryCut(ReadOnlySpan<byte> message, ArrayBufferWriter<byte> kept, out int bodyStart)
    {
        bodyStart = 0;
        bool any = false;
        bool keep = false;
        while (message[bodyStart..].IndexOf((byte)'\n') is int feed and >= 0)
        {
            ReadOnlySpan<byte> line = message.Slice(bodyStart, feed).TrimEnd((byte)'\r');
            ReadOnlySpan<byte> whole = message.Slice(bodyStart, feed + 1);
            bodyStart += feed + 1;
            if (line.IsEmpty)
            {
                kept.Write("\n"u8);
                return any;
            }

            if (line[0] is (byte)' ' or (byte)'\t')
            {
                if (!any || line.Trim(" \t"u8).IsEmpty)
                {
                    return false;
                }
            }
            else if (!IsField(line, out keep))
            {
                return false;
            }

            any = true;
            if (keep)
            {
                kept.Write(whole);
            }
        }

        return false;
    }

    private static bool IsField(ReadOnlySpan<byte> line, out bool read)
    {
        int colon = line.IndexOf((byte)':');
        read = false;
        if (colon <= 0 || line[..colon].IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
        {
            return false;
        }

        Span<char> name = stackalloc char[MaxName];
        if (colon <= MaxName)
        {
            System.Text.Ascii.ToUtf16(line[..colon], name, out int length);
            read = Read.Contains(name[..length]);
        }

        return true;
    }
}
