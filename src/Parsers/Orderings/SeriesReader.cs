using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads a row of participants of which one is called the first: "a being the first, followed by b and finally c",
/// "running a as the first notifier, followed by b".</summary>
internal static partial class SeriesReader
{
    private static readonly string[] Links = [" followed by ", " and finally ", " and then ", " then ", ", finally ", " and lastly "];

    private static readonly SearchValues<string> s_links = SearchValues.Create(["followed by", "then"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a sentence can hold such a row; cheap.</summary>
    public static bool MayRead(OrderingPage page, int index) =>
        page.Prose.Sentences[index].MayHold(WordGroup.Place) && page.Prose.Sentences[index].Chars.ContainsAny(s_links) && page.MayBeOnTopic(page.Prose.Sentences[index]);

    /// <summary>Reads a sentence.</summary>
    public static void Read(OrderingPage page, int index)
    {
        Sentence sentence = page.Prose.Sentences[index];
        if (!MayRead(page, index))
        {
            return;
        }

        Match first = First().Match(sentence.Text);
        if (!first.Success || KindVocabulary.IsHypothetical(sentence.Text))
        {
            return;
        }

        List<string> names = [];
        Add(page, names, first.Groups["name"].Value);
        string rest = sentence.Text[(first.Index + first.Length)..];
        foreach (string piece in Pieces(rest))
        {
            Add(page, names, PhraseCutter.Object(piece.Trim()));
        }

        if (names.Count >= 2)
        {
            TextSpan span = sentence.Slice(first.Index, sentence.Text.Length - first.Index);
            OrderingKind kind = KindVocabulary.Of(sentence.Text) ?? OrderingKind.Observed;
            page.Add(new OrderingDraft(page.EventAt(index, first.Index), kind, [.. names], span, 0.7, "a row of which one is first"));
        }
    }

    private static void Add(OrderingPage page, List<string> names, string phrase)
    {
        if (ParticipantFinder.Find(page, phrase, "", alone: true) is FoundParticipant found)
        {
            names.Add(found.Name);
        }
    }

    private static ImmutableArray<string> Pieces(string rest)
    {
        string text = rest;
        foreach (string link in Links)
        {
            text = text.Replace(link, "\u0001", StringComparison.OrdinalIgnoreCase);
        }

        return [.. text.Split('\u0001').Skip(1).Take(16)];
    }

    [GeneratedRegex(@"((?<=\b(running|run|calling|call|executing|execute)\s)(?<name>[\w ]{2,60}?)\s+as\s+the\s+first|(?<=(^|[,;]\s)(the\s)?)(?<name>[\w_()]{2,60})\s+(being|is|runs?|comes|goes|as)\s+(the\s+)?(very\s+)?first)\b[^,.;]{0,40}(?=,?\s+followed by\b|,?\s+(and )?then\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex First();
}
