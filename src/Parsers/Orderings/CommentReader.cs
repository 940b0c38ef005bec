using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads what a patch says beside a priority that it sets: <c>.priority = INT_MAX, /* before foo_panic() */</c>.</summary>
internal static partial class CommentReader
{
    private const int Reach = 8;

    /// <summary>Reads the added lines of the diffs of a mail.</summary>
    public static void Read(OrderingPage page)
    {
        BodyLayout layout = page.Prose.Layout;
        string? callback = null;
        int seen = 0;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            ReadOnlySpan<char> text = page.Prose.Body.Line(line);
            if (layout[line] != LineRole.Diff || text.Length == 0 || text[0] == '-')
            {
                continue;
            }

            if (text.Contains(".notifier_call", StringComparison.Ordinal) && Callback().Match(text.ToString()) is { Success: true } call)
            {
                callback = call.Groups["name"].Value;
                seen = line;
            }
            else if (callback is not null && line - seen <= Reach && text[0] == '+' && text.Contains("prio", StringComparison.OrdinalIgnoreCase) && Remark().Match(text.ToString()) is { Success: true } remark)
            {
                Add(page, page.Prose.Body.LineSpan(line), callback, remark);
            }
        }
    }

    private static void Add(OrderingPage page, TextSpan line, string callback, Match remark)
    {
        string other = remark.Groups["name"].Value;
        ImmutableArray<string> names = remark.Groups["before"].Success ? [callback, other] : [other, callback];

        // "After a(), won't return": what is denied behind the name is something else.
        bool asked = SenseVocabulary.Of(remark.Value, remark.Value) != OrderingSense.Stated || SenseVocabulary.IsNegated(remark.Value[..(remark.Groups["name"].Index - remark.Index)]);
        if (!asked && page.AreCallbacksOfMail(callback, other))
        {
            OrderingKind kind = KindVocabulary.Of(remark.Value) is OrderingKind.Required ? OrderingKind.Required : OrderingKind.Proposed;
            page.Add(new OrderingDraft(page.EventOfMail(names), kind, names, new TextSpan(line.Start + remark.Index, remark.Length), 0.8, "a comment beside the priority"));
        }
    }

    [GeneratedRegex(@"\.notifier_call\s{0,20}=\s{0,20}&?(?<name>\w{2,80})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Callback();

    [GeneratedRegex(@"/[*/][^*/]{0,80}?\b((?<before>before|prior to|ahead of|in front of)|after|behind)\s(the\s)?(?<name>[a-z]\w*_\w+)\b[^*]{0,80}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Remark();
}
