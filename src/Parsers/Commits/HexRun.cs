namespace TriageBot.Parsers.Commits;

/// <summary>Looks for runs of hexadecimal digits.</summary>
internal static class HexRun
{
    /// <summary>Whether a text holds a run of at least so many digits. Only every so-many-th character is looked at until one fits.</summary>
    public static bool IsIn(ReadOnlySpan<char> text, int digits)
    {
        int position = digits - 1;
        while (position < text.Length)
        {
            if (!char.IsAsciiHexDigit(text[position]))
            {
                position += digits;
                continue;
            }

            int start = position;
            while (start > 0 && char.IsAsciiHexDigit(text[start - 1]))
            {
                start--;
            }

            int end = position + 1;
            while (end < text.Length && end - start < digits && char.IsAsciiHexDigit(text[end]))
            {
                end++;
            }

            if (end - start >= digits)
            {
                return true;
            }

            position = end + digits;
        }

        return false;
    }
}
