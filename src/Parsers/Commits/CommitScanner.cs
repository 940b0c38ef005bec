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
        bool mayCommand = own.Layout.Has(LineRole.Signature) && own.Body.Text.Contains("\n#", StringComparison.Ordinal);
        if (!mayCommand && !HasHexRun(own.Layout))
        {
            return [];
        }

        CommitCollector collector = new(maxFacts);
        CommitDump dump = new();
        BisectTerms terms = new(own);
        SourceText body = own.Body;
        for (int line = 1; line <= body.LineCount && !collector.IsFull; line++)
        {
            if (own.Layout[line] != LineRole.Own)
            {
                dump.Leave(own.Layout[line]);
                ReadCommand(own, line, terms, collector);
                continue;
            }

            TextSpan span = body.LineSpan(line);
            bool dumped = dump.Takes(body.Slice(span), NextOwn(own, line));
            ReadLine(own, line, span, dumped ? null : terms, collector);
        }

        return collector.Finish();
    }

    // The bots read below a signature line as well.
    private static void ReadCommand(OwnText own, int line, BisectTerms terms, CommitCollector collector)
    {
        if (own.Layout[line] != LineRole.Signature || own.Body.Line(line) is not ['#', ..] || !Command().IsMatch(own.Body.Line(line)))
        {
            return;
        }

        TextSpan span = own.Body.LineSpan(line);
        ReadOnlySpan<char> text = own.Body.Slice(span);
        foreach (ValueMatch match in Hex().EnumerateMatches(text))
        {
            CommitSite site = CommitSite.InCommand(text.ToString(), match.Index, match.Length);
            Add(site, line, new TextSpan(span.Start + match.Index, match.Length), terms, collector);
        }
    }

    private static void ReadLine(OwnText own, int line, TextSpan span, BisectTerms? terms, CommitCollector collector)
    {
        ReadOnlySpan<char> text = own.Body.Slice(span);
        if (!HasHexRun(text))
        {
            return;
        }

        foreach (ValueMatch match in Hex().EnumerateMatches(text))
        {
            if (CommitSite.MayBeReference(text, match.Index, match.Length))
            {
                ReadOne(own, line, new TextSpan(span.Start + match.Index, match.Length), terms, collector);
            }
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
        Add(CommitSite.At(own, line, span), line, span, terms, collector);
    }

    private static void Add(CommitSite site, int line, TextSpan span, BisectTerms? terms, CommitCollector collector)
    {
        if (!site.IsReference)
        {
            return;
        }

        (CommitRole role, string? state, bool inPassing) = terms is null ? (CommitRole.Mentioned, null, true) : CommitRoles.Of(site, terms);
        collector.Add(new CommitFact(site.Sha.ToLowerInvariant(), site.Subject, role, line, span, state), inPassing);
    }

    [GeneratedRegex(@"^#(regzbot|syz)[\s:]+\S", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<![\w/%@+=~-])(?<!(?<!\.)\.)([0-9a-f]{5,40}|[0-9A-F]{7,40})(?![\w@]|-[\w]|\.[a-z0-9]|=)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Hex();
}
