using System.Globalization;
using System.Text;

namespace TriageBot.Bot.Reports;

/// <summary>Makes text that came with a mail harmless. Nothing from a mail reaches a header, a file name or a body except through here.</summary>
internal static class SafeText
{
    /// <summary>One line: control, format and line-breaking characters become one blank, as do runs of blanks.</summary>
    /// <param name="max">Longer text is cut and ends in three dots.</param>
    public static string Line(string? text, int max = 500)
    {
        StringBuilder result = new();
        foreach (Rune rune in (text ?? "").EnumerateRunes())
        {
            if (result.Length >= max)
            {
                return result.ToString().TrimEnd() + "...";
            }

            if (IsPrintable(rune) && !Rune.IsWhiteSpace(rune))
            {
                result.Append(rune);
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>One line whose blanks and tabs are kept, for quotes, code and traces.</summary>
    public static string Verbatim(string? text, int max = 900)
    {
        StringBuilder result = new();
        foreach (Rune rune in (text ?? "").EnumerateRunes().TakeWhile(_ => result.Length < max))
        {
            if (rune.Value == '\t' || IsPrintable(rune))
            {
                result.Append(rune);
            }
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>A name of a callback or an event, for use inside sentences: letters, digits and a few marks, never a colon or a line break.</summary>
    public static string Name(string? text)
    {
        string kept = new([.. Line(text, 80).Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '+' or '/' or '>' or ' ')]);
        return kept.Length == 0 ? "(unnamed)" : kept;
    }

    /// <summary>Part of a file name: lower-case letters, digits and hyphens, at most 40.</summary>
    public static string FileStem(string? text)
    {
        StringBuilder result = new();
        foreach (char c in (text ?? "").ToLowerInvariant().TakeWhile(_ => result.Length < 40))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                result.Append(c);
            }
            else if (result.Length > 0 && result[^1] != '-')
            {
                result.Append('-');
            }
        }

        return result.ToString().Trim('-') is { Length: > 0 } stem ? stem : "mail";
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
        && rune != Rune.ReplacementChar;
}
