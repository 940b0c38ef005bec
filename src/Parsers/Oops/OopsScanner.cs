using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Oops;

/// <summary>Finds the complaints of a kernel in the author's own text and in attached logs.</summary>
internal static class OopsScanner
{
    private const int MaxGap = 12;
    private const int MaxReportLines = 2_000;
    private const int PanicReach = 80;

    /// <summary>Reads all complaints, in order.</summary>
    public static ImmutableArray<CallTraceFact> Read(BodyLayout layout, int maxFacts)
    {
        SourceText body = layout.Body;
        if (!body.Text.AsSpan().ContainsAny(OopsFormats.Markers))
        {
            return [];
        }

        ImmutableArray<CallTraceFact>.Builder facts = ImmutableArray.CreateBuilder<CallTraceFact>();
        OpenReport? open = null;
        int lastEnd = int.MinValue / 2;
        for (int line = 1; line <= layout.LineCount && facts.Count < maxFacts; line++)
        {
            bool isLog = layout[line] is LineRole.Own or LineRole.Blank or LineRole.Signature;
            if (isLog && body.Line(line).ContainsAny(OopsFormats.Markers) && Opening(body, line, open, lastEnd) is { } next)
            {
                Close(ref open, body, facts, ref lastEnd);
                open = next;
            }
            else if (open is not null && (!isLog || !open.Take(LogPrefix.Strip(body.Line(line), out bool stamped), stamped, line) || Ends(open, line)))
            {
                Close(ref open, body, facts, ref lastEnd);
            }
        }

        Close(ref open, body, facts, ref lastEnd);
        return facts.ToImmutable();
    }

    private static bool Ends(OpenReport open, int line) => line - open.LastLogLine > MaxGap || line - open.Line > MaxReportLines;

    // What only says more of the complaint above it, or follows from it, opens no other one.
    private static OpenReport? Opening(SourceText body, int line, OpenReport? open, int lastEnd)
    {
        string text = LogPrefix.Strip(body.Line(line), out bool stamped).TrimStart();
        if (OopsFormats.Find(text) is not (OopsFormat format, Match match))
        {
            return null;
        }

        if (format.FromLog && !stamped)
        {
            return null;
        }

        bool panics = format.Kind == CallTraceKind.Panic && (open is not null || line - lastEnd < PanicReach);
        return panics || (open is not null && open.Continues(format, match, line)) ? null : new OpenReport(format, match, text, LeadIn(body, line), stamped, line);
    }

    // Some checks print what they found in front of the WARN() or BUG() that they end in.
    private static string LeadIn(SourceText body, int line)
    {
        for (int above = line - 1; above >= Math.Max(1, line - 3); above--)
        {
            string text = LogPrefix.Strip(body.Line(above), out _).Trim();
            if (text.Length > 0 && !text.StartsWith("---", StringComparison.Ordinal))
            {
                return text;
            }
        }

        return "";
    }

    private static void Close(ref OpenReport? open, SourceText body, ImmutableArray<CallTraceFact>.Builder facts, ref int lastEnd)
    {
        if (open?.Finish(body) is CallTraceFact fact)
        {
            facts.Add(fact);
            lastEnd = open.LastLogLine;
        }

        open = null;
    }
}
