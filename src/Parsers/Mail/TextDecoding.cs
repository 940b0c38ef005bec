using System.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>Bytes of a text part to text, whatever charset it claims.</summary>
internal static class TextDecoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes. A charset that is unknown or plainly wrong falls back to UTF-8, then to windows-1252, which reads any byte.</summary>
    /// <param name="charset">As declared, or null.</param>
    /// <param name="fits">False when the declared charset is unknown or the bytes contradict it.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, out bool fits)
    {
        fits = true;
        bool ascii = System.Text.Ascii.IsValid(bytes);
        if (ascii && !IsStateful(charset))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        string name = charset?.Trim(' ', '"', '\'') ?? "";
        bool claimsAscii = name.Length == 0 || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
        Encoding? declared = claimsAscii ? null : Find(name);
        fits = declared is not null || name.Length == 0;
        if (declared is not null && declared.CodePage != Encoding.UTF8.CodePage)
        {
            return declared.GetString(bytes);
        }

        if (TryUtf8(bytes) is string text)
        {
            return text;
        }

        fits = false;
        return (Find("windows-1252") ?? Encoding.Latin1).GetString(bytes);
    }

    /// <summary>Line ends to <c>\n</c>, a byte order mark out, NUL and no-break blanks to blanks: nothing behind this sees them.</summary>
    public static string Normalise(string text)
    {
        string result = text.StartsWith('\uFEFF') ? text[1..] : text;
        if (result.Contains('\r', StringComparison.Ordinal))
        {
            result = result.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        }

        result = result.Contains('\u00A0', StringComparison.Ordinal) ? result.Replace('\u00A0', ' ') : result;
        return result.Contains('\0', StringComparison.Ordinal) ? result.Replace('\0', ' ') : result;
    }

    private static string? TryUtf8(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? StrictUtf8.GetString(bytes) : null;

    // These carry text in 7-bit bytes, so ASCII bytes alone say nothing.
    private static bool IsStateful(string? charset) =>
        charset is not null
        && (charset.Contains("2022", StringComparison.Ordinal) || charset.Contains("utf-7", StringComparison.OrdinalIgnoreCase)
            || charset.Contains("utf-16", StringComparison.OrdinalIgnoreCase) || charset.Contains("hz-", StringComparison.OrdinalIgnoreCase));

    private static Encoding? Find(string name)
    {
        string known = name.ToUpperInvariant() switch
        {
            "UTF8" or "UTF_8" or "UTF-8" or "UNKNOWN-8BIT" => "utf-8",
            "LATIN1" or "ISO8859-1" or "8859-1" => "iso-8859-1",
            _ => name,
        };
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(known) ?? Encoding.GetEncoding(known);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
