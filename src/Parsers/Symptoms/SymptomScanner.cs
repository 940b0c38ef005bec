using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Symptoms;

/// <summary>Finds the sentences in which the author says what goes wrong.</summary>
internal static partial class SymptomScanner
{
    private const int MaxSymptoms = 20;
    private const int MaxChars = 600;

    /// <summary>Reads the symptoms of running text; list items, logs and questions are none.</summary>
    public static ImmutableArray<SymptomFact> Read(Prose prose)
    {
        ImmutableArray<SymptomFact>.Builder facts = ImmutableArray.CreateBuilder<SymptomFact>();
        foreach (int index in prose.SentencesWith(WordGroup.Symptom))
        {
            if (facts.Count == MaxSymptoms)
            {
                break;
            }

            Sentence sentence = prose.Sentences[index];
            Block block = prose.Blocks[sentence.Block];
            bool text = !block.IsItem && block.Indent < 4 && sentence.Text.Length <= MaxChars && !sentence.Text.EndsWith('?') && !sentence.Text.EndsWith(':');
            if (text && Wrong().IsMatch(sentence.Text) && Words().Count(sentence.Text) >= 4 && !Remedy().IsMatch(sentence.Text))
            {
                string flat = string.Join(' ', sentence.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                facts.Add(new SymptomFact(flat, prose.Body.LineOf(sentence.Offset), sentence.Span));
            }
        }

        return facts.ToImmutable();
    }

    [GeneratedRegex(@"\b(fail(s|ed|ing|ure)?|broken|breaks|broke|never (called|run|runs|invoked|reached)|(not|n't) (get(ting)? )?(called|run|work(ing)?|boot|start|respond(ing)?|load|resume|suspend|detected|invoked|executed)|crash(es|ed|ing)?|hang(s|ing)?|hung|deadlock(s|ed)?|lock(s|ed) up|oops(es|ed)?|panics?|use-after-free|null pointer|corrupt(s|ed|ion)?|too late|stuck|freez(e|es|ing)|froze|regression|instead of|running instead|wrong order|lost|leak(s|ed)?|splat|stall(s|ed)?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Wrong();

    [GeneratedRegex(@"\b(this patch|this commit|fix this|fixed by|was fixed|fixes (this|the)|to fix|bisect(ed|ion)?|the fix)\b|^(Fixes|Reported-by|Signed-off-by|Closes|Link|Cc)\b:", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Remedy();

    [GeneratedRegex(@"[A-Za-z]{2,}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Words();
}
