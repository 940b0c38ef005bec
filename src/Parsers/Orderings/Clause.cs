using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>A piece of a sentence between words that set one statement against another.</summary>
internal static partial class Clause
{
    /// <summary>Start and end of the clause that holds a position.</summary>
    public static (int Start, int End) Around(string sentence, int position)
    {
        int start = 0;
        int end = sentence.Length;
        foreach (ValueMatch match in Border().EnumerateMatches(sentence))
        {
            if (match.Index + match.Length <= position)
            {
                start = match.Index + match.Length;
            }
            else if (match.Index > position)
            {
                end = match.Index;
                break;
            }
        }

        return (start, end);
    }

    /// <summary>All clauses of a sentence, in order.</summary>
    public static List<(int Start, int End)> All(string sentence)
    {
        List<(int Start, int End)> clauses = [];
        int start = 0;
        foreach (ValueMatch match in Border().EnumerateMatches(sentence))
        {
            clauses.Add((start, match.Index));
            start = match.Index + match.Length;
        }

        clauses.Add((start, sentence.Length));
        return clauses;
    }

    [GeneratedRegex(@";\s|,?\s(but|while|whereas|although|though|however,?|yet)\s|,?\sand\s(?=vice versa|(it is |it's )?the (other way|reverse|opposite|same)|in reverse)|\s(--|-)\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Border();
}
