using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Directives;

/// <summary>Finds commands for bots in the author's own text.</summary>
/// <remarks>The reading rules are those of the bots: regzbot takes a section up to a blank line, syzbot single lines.</remarks>
internal static partial class DirectiveScanner
{
    private const int MaxSectionLines = 40;

    /// <summary>Reads all commands.</summary>
    /// <param name="fromSyzbot">True for the robot's own mails, whose commands are samples.</param>
    public static ImmutableArray<DirectiveFact> Read(OwnText own, bool fromSyzbot, int maxFacts, List<Diagnostic> diagnostics)
    {
        ImmutableArray<DirectiveFact>.Builder facts = ImmutableArray.CreateBuilder<DirectiveFact>();
        for (int line = 1; line <= own.Layout.LineCount && facts.Count < maxFacts; line++)
        {
            // The bots read below a signature line as well.
            if (own.Layout[line] is not (LineRole.Own or LineRole.Signature) || own.Body.Line(line) is not ['#', ..])
            {
                continue;
            }

            Match match = Command().Match(own.Body.Line(line).ToString());
            if (!match.Success)
            {
                continue;
            }

            string bot = match.Groups["bot"].Value.ToLowerInvariant();
            if (bot.Equals("syz", StringComparison.Ordinal) && fromSyzbot)
            {
                continue;
            }

            foreach (DirectiveFact fact in ReadCommand(own, line, bot, match))
            {
                if (!SyzSamples.IsSample(fact))
                {
                    facts.Add(fact);
                    Check(fact, diagnostics);
                }
            }
        }

        return facts.ToImmutable();
    }

    private static IEnumerable<DirectiveFact> ReadCommand(OwnText own, int line, string bot, Match match)
    {
        TextSpan span = own.Body.LineSpan(line);
        string argument = match.Groups["rest"].Value;
        if (bot.Equals("regzbot", StringComparison.Ordinal))
        {
            string section = Section(own, line, argument, out int last);
            TextSpan place = span.Union(own.Body.LineSpan(last));
            string command = match.Groups["command"].Value;
            foreach (string part in Parts(command + match.Groups["colon"].Value + " " + section))
            {
                Match word = Word().Match(part);
                if (word.Success)
                {
                    yield return new DirectiveFact(bot, Lower(word.Groups["command"].Value), Flat(word.Groups["rest"].Value), line, place);
                }
            }

            yield break;
        }

        string name = Lower(match.Groups["command"].Value);
        yield return new DirectiveFact(bot, name, SyzArgument(own, line, name, argument, ref span), line, span);
    }

    // "; " parts commands that stand on one line; in front of any other word it is part of a text.
    private static List<string> Parts(string section)
    {
        List<string> parts = [];
        foreach (string piece in section.Split("; ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string part = piece.StartsWith("#regzbot ", StringComparison.OrdinalIgnoreCase) ? piece[9..] : piece;
            Match word = Word().Match(part);
            if (parts.Count == 0 || (word.Success && DirectiveVocabulary.IsRegzbot(Lower(word.Groups["command"].Value))))
            {
                parts.Add(part);
            }
            else
            {
                parts[^1] += "; " + part;
            }
        }

        return parts;
    }

    // A section goes on to the next blank line; the next command in it is read on its own line.
    private static string Section(OwnText own, int line, string first, out int last)
    {
        StringBuilder text = new(first.TrimEnd());
        last = line;
        while (last < own.Layout.LineCount && last - line < MaxSectionLines && own.Layout[last + 1] is LineRole.Own or LineRole.Signature)
        {
            ReadOnlySpan<char> next = own.Body.Line(last + 1);
            if (next.StartsWith("#"))
            {
                break;
            }

            if (text.Length > 0 && text[^1] == '-')
            {
                text.Append(next.Trim());
            }
            else
            {
                text.Append(' ').Append(next.Trim());
            }

            last++;
        }

        return text.ToString();
    }

    private static string SyzArgument(OwnText own, int line, string command, string rest, ref TextSpan span)
    {
        string argument = Flat(rest);
        if (argument.Length > 0 && !(command is "test" && !argument.Contains(' ', StringComparison.Ordinal)))
        {
            return argument;
        }

        // The value of fix and dup, and the branch of test, may stand on the next line.
        int next = line + 1;
        if (command is "fix" or "dup" or "test" && next <= own.Layout.LineCount && own.Layout[next] == LineRole.Own
            && (command is not "test" || (argument.Length > 0 && !own.Body.Line(next).Trim().Contains(' '))))
        {
            span = span.Union(own.Body.LineSpan(next));
            return Flat(argument + " " + own.Body.Line(next).ToString());
        }

        return argument;
    }

    private static void Check(DirectiveFact fact, List<Diagnostic> diagnostics)
    {
        if (DirectiveVocabulary.Doubt(fact) is string doubt)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.DirectiveUnreadable, fact.Line, fact.Span, doubt));
        }
    }

    private static string Lower(string word) => word.ToLowerInvariant();

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^#(?<bot>regzbot|syz|triage)[ \t:-]+(?<command>\^?[A-Za-z0-9_-]+\^?)(?<colon>:?)(?<rest>(?=[\s;]|$).*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Command();

    [GeneratedRegex(@"^(?<command>\^?[A-Za-z0-9_-]+\^?):?(?<rest>(?=\s|$).*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 2000)]
    private static partial Regex Word();
}
