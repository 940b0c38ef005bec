using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Orderings;

/// <summary>Orders that held once and hold no more: "a used to run before b", "in v6.1 a ran before b, which commit 0123 fixed". They are facts of the mail, but no
/// check of the kernel that it speaks of may rest on them.</summary>
internal static partial class PastOrders
{
    private const double Confidence = 0.5;

    /// <summary>Lowers the confidence of what is over.</summary>
    public static void Doubt(OrderingPage page)
    {
        HashSet<string> present = [.. page.Drafts.Where(draft => draft.Kind == OrderingKind.Observed && !Past().IsMatch(SentenceOf(page, draft))).Select(draft => Key(draft.Event, draft.Names))];
        for (int i = 0; i < page.Drafts.Count; i++)
        {
            OrderingDraft draft = page.Drafts[i];
            string text = draft.Kind == OrderingKind.Observed ? SentenceOf(page, draft) : "";
            if (SenseVocabulary.IsOver(text) || (Past().IsMatch(text) && present.Contains(Key(draft.Event, draft.Names.Reverse()))))
            {
                page.Drafts[i] = draft with { Confidence = Math.Min(draft.Confidence, Confidence), Reason = draft.Reason + ", told of the past" };
            }
        }
    }

    private static string Key(string? onEvent, IEnumerable<string> names) => $"{onEvent}|{string.Join('>', names)}";

    private static string SentenceOf(OrderingPage page, OrderingDraft draft)
    {
        int index = page.Prose.SentenceAt(draft.Span.Start);
        return index < 0 ? "" : page.Prose.Sentences[index].Text;
    }

    [GeneratedRegex(@"\b(ran|fired|came|went|(was|were|got|had been) (called|run|invoked|executed|notified|told|walked))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Past();
}
