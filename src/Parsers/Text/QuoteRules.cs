using System.Buffers;

namespace TriageBot.Parsers.Text;

/// <summary>How mail programs mark somebody else's words.</summary>
internal static class QuoteRules
{
    private const int MaxLeadingBlanks = 3;
    private const int MaxInitials = 3;

    // The verb of "X wrote:" in the languages in which mail programs speak on kernel lists.
    private static readonly SearchValues<string> Verbs = SearchValues.Create(
        ["wrote", "writes", "said", "says", "schrieb", "crit", "escribi", "ha scritto", "escreveu", "skrev", "napisa", "schreef", "kirjoitti", "\u5199\u9053",
         "napsal", "pisze", "yazd", "\u043f\u0438\u0448\u0435\u0442", "\u043d\u0430\u043f\u0438\u0441\u0430\u043b", "\u66f8\u304d\u307e\u3057\u305f", "\uc791\uc131", "\u5beb\u9053"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Openings =
        ["On ", "At ", "Am ", "Le ", "El ", "Il ", "Em ", "Den ", "Op ", "W dniu ", "* ", "Quoting ", "In message ", "Dnia ", "Dne ", "\u5728 "];

    /// <summary>Whether the line is quoted: <c>&gt;</c> after at most three blanks.</summary>
    public static bool IsQuote(ReadOnlySpan<char> line)
    {
        int blanks = line.IndexOfAnyExcept(' ');
        return blanks is >= 0 and <= MaxLeadingBlanks && (line[blanks] == '>' || IsMarkedWithInitials(line[blanks..]));
    }

    // Some programs put the initials of the quoted person in front: "AB> text".
    private static bool IsMarkedWithInitials(ReadOnlySpan<char> text)
    {
        int mark = text.IndexOf('>');
        return mark is >= 2 and <= MaxInitials && !text[..mark].ContainsAnyExceptInRange('A', 'Z') && mark + 1 < text.Length && text[mark + 1] is ' ' or '>';
    }

    /// <summary>Whether the line can be the last one of an attribution.</summary>
    public static bool EndsAttribution(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> text = line.TrimEnd();
        bool colon = text.EndsWith(":") || text.EndsWith("...") || text.EndsWith("\uFF1A");
        return colon && (text.ContainsAny(Verbs) || (text.Contains('@') && text.Contains('>')));
    }

    /// <summary>Whether an attribution can begin on the line.</summary>
    public static bool StartsAttribution(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> text = line.TrimStart();
        foreach (string opening in Openings)
        {
            if (text.StartsWith(opening, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
