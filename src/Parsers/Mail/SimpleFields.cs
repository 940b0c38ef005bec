using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>Reads address lists and message ids of the plain form that nearly all have. Whatever is not plain is left to MimeKit, which decides what it means.</summary>
internal static class SimpleFields
{
    private static readonly SearchValues<byte> AddressBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+-/=?^_`{|}~"u8);

    private static readonly SearchValues<byte> DomainBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"u8);

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'+/ \t\r\n"u8);

    /// <summary>Addresses of a list.</summary>
    /// <param name="value">Value of the field, raw and perhaps folded.</param>
    /// <param name="max">More are left out.</param>
    /// <returns>False when the list is not plain.</returns>
    public static bool TryReadAddresses(ReadOnlySpan<byte> value, int max, out ImmutableArray<string> addresses)
    {
        ImmutableArray<string>.Builder found = ImmutableArray.CreateBuilder<string>();
        addresses = [];
        ReadOnlySpan<byte> rest = value;
        while (true)
        {
            if (!TryReadMailbox(ref rest, out ReadOnlySpan<byte> address))
            {
                return false;
            }

            if (found.Count < max)
            {
                found.Add(Encoding.ASCII.GetString(address));
            }

            if (rest.IsEmpty)
            {
                addresses = found.DrainToImmutable();
                return true;
            }

            rest = rest[1..];
        }
    }

    /// <summary>Message ids without angle brackets.</summary>
    /// <returns>False when the field is not plain.</returns>
    public static bool TryReadIds(ReadOnlySpan<byte> value, int max, out ImmutableArray<string> ids)
    {
        ImmutableArray<string>.Builder found = ImmutableArray.CreateBuilder<string>();
        ids = [];
        ReadOnlySpan<byte> rest = value.Trim(" \t\r\n"u8);
        while (!rest.IsEmpty)
        {
            int close = rest.IndexOf((byte)'>');
            if (rest[0] != (byte)'<' || close < 0 || !IsAddress(rest[1..close]))
            {
                return false;
            }

            if (found.Count < max)
            {
                found.Add(Encoding.ASCII.GetString(rest[1..close]));
            }

            rest = rest[(close + 1)..].TrimStart(" \t\r\n"u8);
        }

        ids = found.DrainToImmutable();
        return true;
    }

    // "a@b", "Name <a@b>" or "\"Name\" <a@b>"; what is left begins with the comma or is empty.
    private static bool TryReadMailbox(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> address)
    {
        address = default;
        ReadOnlySpan<byte> text = rest.TrimStart(" \t\r\n"u8);
        if (!text.IsEmpty && text[0] == (byte)'"')
        {
            int quote = text[1..].IndexOfAny((byte)'"', (byte)'\\', (byte)'\n');
            if (quote < 1 || text[1 + quote] != (byte)'"')
            {
                return false;
            }

            text = text[(quote + 2)..].TrimStart(" \t\r\n"u8);
            if (text.IsEmpty || text[0] != (byte)'<')
            {
                return false;
            }
        }

        int comma = text.IndexOf((byte)',');
        ReadOnlySpan<byte> one = (comma < 0 ? text : text[..comma]).TrimEnd(" \t\r\n"u8);
        rest = comma < 0 ? default : text[comma..];
        int open = one.IndexOf((byte)'<');
        if (open >= 0 && (one[^1] != (byte)'>' || one[..open].IndexOfAnyExcept(NameBytes) >= 0))
        {
            return false;
        }

        address = open < 0 ? one : one[(open + 1)..^1];
        return IsAddress(address);
    }

    private static bool IsAddress(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf((byte)'@');
        return at > 0 && IsDotted(text[..at], AddressBytes) && IsDotted(text[(at + 1)..], DomainBytes);
    }

    private static bool IsDotted(ReadOnlySpan<byte> text, SearchValues<byte> bytes) =>
        !text.IsEmpty && text[0] != (byte)'.' && text[^1] != (byte)'.' && text.IndexOfAnyExcept(bytes) < 0 && text.IndexOf(".."u8) < 0;
}
