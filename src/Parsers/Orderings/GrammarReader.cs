using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads orders out of the signs of a sentence: who is done when whom is called, who waits for whom, what is moved behind what. The rules
/// look at classes of words, so that they hold for wordings that nobody has listed.</summary>
internal static partial class GrammarReader
{
    private const int MaxSigns = 160;
    private const int MaxGroups = 24;

    /// <summary>Reads a sentence. Returns whether it held an order, stated or not.</summary>
    public static bool Read(OrderingPage page, int index)
    {
        Shape shape = page.ShapeOf(index);
        if (shape.Groups.IsEmpty || shape.Groups.Length > MaxGroups || page.LineOf(index) is not { Text.Length: <= MaxSigns } line)
        {
            return false;
        }

        int before = page.Count;
        HashSet<(int Left, int Right)> told = [];
        foreach (GrammarRule rule in GrammarRules.All)
        {
            foreach (Match match in rule.Pattern.Matches(line.Text))
            {
                Apply(page, index, shape, line, rule, match, told);
            }
        }

        return page.Count > before;
    }

    /// <summary>Whether a sentence says what people do with functions, not when the kernel calls them: "rename a to b first", "I tested a, b later".</summary>
    public static bool IsWorkOnText(OrderingPage page, int index) =>
        HasWork().IsMatch(page.Prose.Sentences[index].Chars) && WorkOnName().IsMatch(page.ShapeOf(index).Text);

    private static void Apply(OrderingPage page, int index, Shape shape, SignLine line, GrammarRule rule, Match match, HashSet<(int Left, int Right)> told)
    {
        int first = match.Groups["f"] is { Success: true } f ? f.Index : -1;
        int later = match.Groups["l"] is { Success: true } l ? l.Index : -1;
        NameGroup? firstNames = GroupAt(page, index, shape, line, first, later);
        NameGroup? laterNames = GroupAt(page, index, shape, line, later, first);
        if (firstNames is null || laterNames is null || firstNames == laterNames || Edits().IsMatch(line.Text.AsSpan(0, Math.Max(0, Math.Min(first, later))))
            || !told.Add((Math.Min(firstNames.Start, laterNames.Start), Math.Max(firstNames.Start, laterNames.Start))))
        {
            return;
        }

        bool inOrder = first < later;
        StatementReader.Link link = inOrder ? new(firstNames, laterNames, Fronted: false) : new(laterNames, firstNames, Fronted: false);
        StatementDraft.Of(page, index, shape, RelationOf(line, rule, match, inOrder), link, null).ForEach(page.Add);
    }

    private static RelationWord RelationOf(SignLine line, GrammarRule rule, Match match, bool inOrder)
    {
        Group word = match.Groups["w"];
        int at = word.Success && word.Length > 0 ? word.Index : match.Index;
        int last = word.Success && word.Length > 0 ? word.Index + word.Length - 1 : match.Index;
        return new RelationWord(inOrder ? RelationSide.Before : RelationSide.After, rule.Guard, line.Tokens[at].Start, line.Tokens[last].End);
    }

    private static NameGroup? GroupAt(OrderingPage page, int index, Shape shape, SignLine line, int at, int other)
    {
        if (at >= 0 && line.Tokens[at].Group is int group and >= 0)
        {
            return shape.Groups[group];
        }

        NameGroup? known = other >= 0 && line.Tokens[other].Group is int named and >= 0 ? shape.Groups[named] : null;
        return known is null ? null : StatementReader.Meant(page, index, known, at < 0 ? 0 : line.Tokens[at].Start);
    }

    // Names behind a word for work on the text, not on the machine: "rename a before b", "I tested a before b".
    [GeneratedRegex(@"z[xgetpJ,]{0,5}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Edits();

    [GeneratedRegex(@"\b(rename[sd]?|declare[sd]?|tested|reviewed|read|introduced)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex HasWork();

    [GeneratedRegex(@"\b((rename[sd]?|(forward )?declare[sd]?|I (have )?(tested|reviewed|read)( the code of)?)\s[\uE000-\uE0FF]|I (have )?(read|tested)\b[^\uE000-\uE0FF]{0,30}[\uE000-\uE0FF])|[\uE000-\uE0FF] (was|were|is) (first )?(introduced|renamed|declared)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex WorkOnName();
}
