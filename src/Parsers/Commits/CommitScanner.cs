using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Commits;

/// <summary>Finds commit ids in the author's own text and says what each is to the mail.</summary>
internal static partial class CommitScanner
{
    private const int MinDigits = 7;
    private const int MinTagDigits = 5;

    /// <summary>Reads all references.</summary>
    public static ImmutableArray<CommitFact> Read(OwnText own, int maxFacts)
    {
        if (!HasHexRun(own.Layout))
        {
            return [];
        }

        CommitCollector collector = new(maxFacts);
        CommitDump dump = new();
        BisectTerms terms = new(own.Text);
        SourceText body = own.Body;
        for (int line = 1; line <= body.LineCount && !collector.IsFull; line++)
        {
            if (own.Layout[line] != LineRole.Own)
            {
                dump.Leave(own.Layout[line]);
                continue;
            }

            TextSpan span = body.LineSpan(line);
            bool dumped = dump.Takes(own.Text.AsSpan(span.Start, span.Length), NextOwn(own, line));
            ReadLine(own, line, span, dumped ? null : terms, collector);
        }

        return collector.Finish();
    }

    private static void ReadLine(OwnText own, int line, TextSpan span, BisectTerms? terms, CommitCollector collector)
    {
        ReadOnlySpan<char> text = own.Text.AsSpan(span.Start, span.Length);
        if (!HasHexRun(text))
        {
            return;
        }

        foreach (ValueMatch match in Hex().EnumerateMatches(text))
        {
            ReadOne(own, line, new TextSpan(span.Start + match.Index, match.Length), terms, collector);
        }
    }

    private static bool HasHexRun(BodyLayout layout)
    {
        for (int line = 1; layout.NextOwn(ref line) is { Length: > 0 } run;)
        {
            if (HexRun.IsIn(layout.Body.Slice(run), MinTagDigits))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasHexRun(ReadOnlySpan<char> text)
    {
        int needed = text.TrimStart().StartsWith("fixes", StringComparison.OrdinalIgnoreCase) ? MinTagDigits : MinDigits;
        return HexRun.IsIn(text, needed);
    }

    private static ReadOnlySpan<char> NextOwn(OwnText own, int line) =>
        line < own.Body.LineCount && own.Layout[line + 1] == LineRole.Own ? own.Body.Line(line + 1) : default;

    // Without terms the line is inside a dumped commit.
    private static void ReadOne(OwnText own, int line, TextSpan span, BisectTerms? terms, CommitCollector collector)
    {
        CommitSite site = CommitSite.At(own, line, span);
        if (!site.IsReference)
        {
            return;
        }

        (CommitRole role, string? state) = terms is null ? (CommitRole.Mentioned, null) : CommitRoles.Of(site, terms);
        collector.Add(new CommitFact(own.Text.Substring(span.Start, span.Length).ToLowerInvariant(), site.Subject, role, line, span, state));
    }

    [GeneratedRegex(@"(?<![\w/%@+=~-])(?<!(?<!\.)\.)([0-9a-f]{5,40}|[0-9A-F]{7,40})(?![\w@]|-[\w]|\.[a-z]|=)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Hex();
}
