namespace TriageBot.Parsers.Orderings;

/// <summary>Finds identifiers that are spelled as callbacks in text as it stands. Only what has an underscore is looked at, so most lines cost next to nothing.</summary>
internal static class SpelledNames
{
    /// <summary>How many identifiers with an underscore a text holds that can be a callback by their spelling; a member counts as well.</summary>
    public static int CountIn(ReadOnlySpan<char> text)
    {
        int count = 0;
        int from = 0;
        while (text[from..].IndexOf('_') is int next and >= 0)
        {
            int start = from + next;
            int end = start + 1;
            while (start > from && IsWordSign(text[start - 1]))
            {
                start--;
            }

            while (end < text.Length && IsWordSign(text[end]))
            {
                end++;
            }

            count += IsCallback(text[start..end]) ? 1 : 0;
            from = end;
        }

        return count;
    }

    /// <summary>Whether a name that the mail says nothing else of can be a callback.</summary>
    public static bool IsCallback(ReadOnlySpan<char> name) =>
        CallbackSpelling.IsCertain(name) || CallbackSpelling.IsLikely(name) || LoaderPath.IsStep(name) || LoaderPath.IsSubsystem(name);

    private static bool IsWordSign(char sign) => char.IsLetterOrDigit(sign) || sign == '_';
}
