using System.Collections.Immutable;
using System.Text;

namespace TriageBot.Bot.Scan;

/// <summary>Spelling of names in labels.</summary>
internal static class LabelWords
{
    /// <summary><c>OrderingReport</c> to <c>ordering-report</c>.</summary>
    public static string Kebab(string name)
    {
        StringBuilder result = new(name.Length + 4);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && result.Length > 0)
            {
                result.Append('-');
            }

            result.Append(char.ToLowerInvariant(c));
        }

        return result.ToString();
    }

    /// <summary>Whether the word is in a list that may be absent.</summary>
    public static bool Has(ImmutableArray<string> list, string word) => !list.IsDefault && list.Contains(word, StringComparer.OrdinalIgnoreCase);
}
