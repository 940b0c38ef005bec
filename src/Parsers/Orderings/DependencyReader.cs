using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads what one callback needs of another: "a relies on initialisation done by b", "a depends on b having run".</summary>
internal static partial class DependencyReader
{
    /// <summary>Whether a sentence can say so; cheap.</summary>
    public static bool MayRead(OrderingPage page, int index) => page.Prose.Sentences[index].MayHold(WordGroup.Dependency);

    /// <summary>Reads a sentence. What is needed must run first.</summary>
    public static void Read(OrderingPage page, int index)
    {
        Sentence sentence = page.Prose.Sentences[index];
        if (!MayRead(page, index))
        {
            return;
        }

        Match match = Needs().Match(sentence.Text);
        if (!match.Success || KindVocabulary.IsHypothetical(sentence.Text) || Negation().IsMatch(sentence.Text[..match.Index]))
        {
            return;
        }

        string previous = index > 0 ? page.Prose.Sentences[index - 1].Text : "";
        string subject = SubjectOf(sentence.Text[..match.Index]);
        string other = PhraseCutter.Object(sentence.Text[(match.Index + match.Length)..]);
        if (ParticipantFinder.Find(page, subject, previous) is not { Form: ParticipantForm.Identifier } later
            || ParticipantFinder.Find(page, other, "") is not { Form: ParticipantForm.Identifier } earlier)
        {
            return;
        }

        TextSpan span = sentence.Slice(0, Math.Min(sentence.Text.Length, match.Index + match.Length + other.Length + 1));
        page.Add(new OrderingDraft(
            page.EventAt(index, match.Index), OrderingKind.Required, [earlier.Name, later.Name], span, 0.6, "one needs what the other has done"));
    }

    // "The x call is a problem because it may rely on ...": a pronoun stands for the subject of the sentence.
    private static string SubjectOf(string before)
    {
        string text = before.TrimEnd();
        Match pronoun = Pronoun().Match(text);
        if (pronoun.Success)
        {
            return PhraseCutter.Object(text[..pronoun.Index]);
        }

        return text.Length > 80 ? text[^80..] : text;
    }

    [GeneratedRegex(@"\b(may |might |must |can )?(relies|rely|depends|depend)\s+(on|upon)\s+((the\s+)?(initiali[sz]ation|setup|set up|work|state|registration)\s+(that is |which is )?(done|performed|made|provided|set up|prepared)\s+by\s+)|\b(relies|rely|depends|depend)\s+on\s+(?=[\w()]+\s+(having|being|to have|to be)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Needs();

    [GeneratedRegex(@"\b(because|since|as|and)\s+(it|they|this)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"\b(not|never|no longer)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Negation();
}
