using System.Text;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads what a patch writes into the kernel-doc of a structure: what stands behind <c>@member:</c> is about that member, and other members are
/// named with the same sign.</summary>
/// <remarks>Source: <c>Documentation/doc-guide/kernel-doc.rst</c>.</remarks>
internal static partial class KernelDocReader
{
    private const int MaxChars = 2_000;
    // Members of a structure are no functions yet: no check can rest on them.
    private const double Confidence = 0.7;

    /// <summary>Reads the added comments of the diffs of a mail.</summary>
    public static void Read(OrderingPage page)
    {
        BodyLayout layout = page.Prose.Layout;
        Doc? open = null;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            ReadOnlySpan<char> text = layout[line] == LineRole.Diff ? page.Prose.Body.Line(line) : default;
            ReadOnlySpan<char> comment = text is ['+', ..] ? text[1..].TrimStart() : default;
            comment = comment is ['*', ' ' or '\t', ..] ? comment[1..].Trim() : default;
            if (comment is ['@', ..] && Member().Match(comment.ToString()) is { Success: true } member)
            {
                open?.Close(page);
                open = new Doc(member.Groups["name"].Value, line, member.Groups["text"].Value);
            }
            else if (comment.IsEmpty || open is { Length: > MaxChars })
            {
                open?.Close(page);
                open = null;
            }
            else
            {
                open?.Add(comment);
            }
        }

        open?.Close(page);
    }

    [GeneratedRegex(@"^@(?<name>\w{2,80}):\s*(?<text>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Member();

    [GeneratedRegex(@"\b(is|are|gets?|be) (called|invoked|run|executed|notified)\s(?=before|after|prior to)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Called();

    [GeneratedRegex(@"\b(?<after>after)\b|\b(before|prior to)\b|@(?<name>\w{2,80})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Place();

    /// <summary>What is written of one member.</summary>
    private sealed class Doc(string member, int line, string first)
    {
        private readonly StringBuilder _text = new(first);

        /// <summary>Characters so far.</summary>
        public int Length => _text.Length;

        /// <summary>Adds a line.</summary>
        public void Add(ReadOnlySpan<char> text) => _text.Append(' ').Append(text);

        /// <summary>Reads the sentences.</summary>
        public void Close(OrderingPage page)
        {
            foreach (string sentence in _text.ToString().Split(". "))
            {
                Match called = Called().Match(sentence);
                if (called.Success && !sentence.AsSpan(0, called.Index).Contains('@') && SenseVocabulary.Of(sentence, sentence[..called.Index]) == OrderingSense.Stated
                    && !SenseVocabulary.IsNegated(sentence[..called.Index]))
                {
                    AddPlaces(page, sentence, called.Index + called.Length);
                }
            }
        }

        // "after @a and before @b or @c": each name has the last word in front of it.
        private void AddPlaces(OrderingPage page, string sentence, int from)
        {
            bool after = false;
            foreach (Match place in Place().Matches(sentence, from))
            {
                string other = place.Groups["name"].Value;
                if (other.Length == 0)
                {
                    after = place.Groups["after"].Success;
                }
                else if (page.AreCallbacksOfMail(member, other))
                {
                    string[] names = after ? [other, member] : [member, other];
                    page.Add(new OrderingDraft(page.EventOfMail([.. names]), OrderingKind.Proposed, [.. names], page.Prose.Body.LineSpan(line), Confidence, "kernel-doc of @" + member));
                }
            }
        }
    }
}
