using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>Which of two runs first, by the word between them.</summary>
internal enum RelationSide
{
    /// <summary>"a before b".</summary>
    Before,

    /// <summary>"a after b".</summary>
    After,

    /// <summary>"a, then b": also what stands in a row on the left has its order.</summary>
    Then,

    /// <summary>"a between b and c".</summary>
    Between,
}

/// <summary>A word or phrase of a shaped sentence that sets two callbacks in order.</summary>
/// <param name="Start">Position in the shape.</param>
/// <param name="End">Behind it.</param>
/// <param name="Guard">What must stand around it, or empty.</param>
internal readonly record struct RelationWord(RelationSide Side, string Guard, int Start, int End)
{
    /// <summary>All of a shape, in order.</summary>
    public static List<RelationWord> Find(string text)
    {
        List<RelationWord> words = [];
        foreach (Match match in RelationPattern.Words().Matches(text))
        {
            (RelationSide side, string guard) = Meaning(match);
            words.Add(new RelationWord(side, guard, match.Index, match.Index + match.Length));
        }

        return words;
    }

    private static (RelationSide Side, string Guard) Meaning(Match match)
    {
        if (match.Groups["before"].Success)
        {
            return (RelationSide.Before, "");
        }

        if (match.Groups["after"].Success)
        {
            return (RelationSide.After, "");
        }

        if (match.Groups["then"].Success)
        {
            return (RelationSide.Then, "");
        }

        if (match.Groups["between"].Success)
        {
            return (RelationSide.Between, "");
        }

        string word = match.Value.ToLowerInvariant();
        bool before = word is "by the time" or "when" || word.Contains("above", StringComparison.Ordinal) || word.Contains("over", StringComparison.Ordinal);
        RelationSide side = before ? RelationSide.Before : RelationSide.After;
        string guard = word switch
        {
            "until" or "till" => "until",
            "by the time" => "",
            "when" => "already",
            "needs" or "need" or "requires" or "require" => "need",
            _ when word.StartsWith("depend", StringComparison.Ordinal) || word.StartsWith("rel", StringComparison.Ordinal) => "depend",
            _ when match.Groups["place"].Success => "priority",
            _ => "",
        };
        return (side, guard);
    }
}

/// <summary>The words that set two callbacks in order.</summary>
internal static partial class RelationPattern
{
    [GeneratedRegex(@"(?<![\w-])((?<then>(and |only )?then|(and )?finally|(and )?lastly|and last|and in the end|(and )?(afterwards|thereafter|subsequently)|(and )?after (that|this),?(?=\s[\uE000-\uE0FF])|followed by)|(?<before>before|prior to|(?<!\b(no|not) )(earlier|sooner)( (in|on) [^\uE000-\uE0FF,.]{1,25})? than|ahead of|after which|preced(e|es|ed|ing)(?! by)|in front of|(higher|greater|larger|bigger) (notifier )?priority( \([^()]{1,20}\))? than( that of)?|priority[^\uE000-\uE0FF.;]{0,20} (higher|greater|larger|bigger) than( that of)?|takes? precedence over|beats|too early for|(no|not) later than)|(?<after>after|(?<!\b(no|not) )later( (in|on) [^\uE000-\uE0FF,.]{1,25})? than|follow(s|ing)|preceded by|subsequent to|behind|(lower|smaller|lesser) (notifier )?priority( \([^()]{1,20}\))? than( that of)?|priority[^\uE000-\uE0FF.;]{0,20} (lower|smaller|less) than( that of)?|too late for|(no|not) (earlier|sooner) than|only (when|once)|once|as soon as)|(?<between>between)|(?<place>(above|over|below|under)( (that|the priority|the one) of)?|(one|just|right|immediately|directly|slightly) (above|below|over|under))|until|till|by the time|when|(depend|rel(y|ies))s? (up)?on|needs?|requires?)(?![\w-])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    public static partial Regex Words();
}
