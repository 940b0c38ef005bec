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
    private const int MaxArgumentLines = 4;

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
                WarnOfBlank(own, line, diagnostics);
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
                    facts.Add(Understood(fact, diagnostics));
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
        yield return new DirectiveFact(bot, name, SyzArgument(own, line, name, match.Groups["colon"].Length > 0, argument, ref span), line, span);
    }

    // "; " parts commands that stand on one line; in front of any other word it is part of a text.
    private static List<string> Parts(string section)
    {
        List<string> parts = [];
        StringBuilder current = new();
        foreach (string piece in section.Split("; ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string part = piece.StartsWith("#regzbot ", StringComparison.OrdinalIgnoreCase) ? piece[9..] : piece;
            Match word = Word().Match(part);
            if (current.Length > 0 && word.Success && RegzbotCommands.Knows(Lower(word.Groups["command"].Value)))
            {
                parts.Add(current.ToString());
                current.Clear();
            }

            current.Append(current.Length > 0 ? "; " : "").Append(part);
        }

        parts.Add(current.ToString());
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

    // The value of fix and dup may stand on the next line that is not empty, the two words of "test:" on the next lines.
    private static string SyzArgument(OwnText own, int line, string command, bool colon, string rest, ref TextSpan span)
    {
        string argument = command is "test" ? Flat(rest) : rest.Trim();
        bool takesTree = command is "test" && (colon || argument.Length > 0 || HasTreeBelow(own, line));
        int words = takesTree ? 2 : command is "fix" or "dup" ? 1 : 0;
        for (int next = line + 1; Words(argument) < words && next <= Math.Min(own.Layout.LineCount, line + MaxArgumentLines); next++)
        {
            string text = command is "test" ? Flat(own.Body.Line(next).ToString()) : own.Body.Line(next).Trim().ToString();
            if (own.Layout[next] == LineRole.Blank && command is not "test")
            {
                continue;
            }

            bool fits = own.Layout[next] == LineRole.Own && (command is not "test" || IsTestWord(argument, text));
            if (!fits)
            {
                break;
            }

            argument = (argument + " " + text).TrimStart();
            span = span.Union(own.Body.LineSpan(next));
        }

        return argument;
    }

    // "#syz test" alone tests what the bot knows, unless a tree is named on the next line: people wrap there.
    private static bool HasTreeBelow(OwnText own, int line) =>
        line < own.Layout.LineCount && own.Layout[line + 1] == LineRole.Own && own.Body.Line(line + 1).Trim() is var below
        && below.IndexOf("://") is > 0 and < 10 && below.Count(' ') == 1;

    // A patch or a sentence may follow as well: a repository is told by its shape, a branch by standing alone.
    private static bool IsTestWord(string argument, string text) => argument.Length == 0
        ? text.Contains("://", StringComparison.Ordinal) || text.StartsWith("upstream", StringComparison.Ordinal)
        : !text.Contains(' ', StringComparison.Ordinal);

    private static int Words(string text) => text.Length == 0 ? 0 : text.Contains(' ', StringComparison.Ordinal) ? 2 : 1;

    private static void WarnOfBlank(OwnText own, int line, List<Diagnostic> diagnostics)
    {
        Match match = Spaced().Match(own.Body.Line(line).ToString());
        if (match.Success && DirectiveReading.Read(new DirectiveFact(match.Groups["bot"].Value, match.Groups["command"].Value, "x", line, default)) is not { Command: null })
        {
            string bot = match.Groups["bot"].Value;
            diagnostics.Add(new Diagnostic(
                DiagnosticId.DirectiveUnreadable, line, own.Body.LineSpan(line), $"\"# {bot}\" is no command because of the blank; write #{bot}."));
        }
    }

    private static DirectiveFact Understood(DirectiveFact fact, List<Diagnostic> diagnostics)
    {
        DirectiveReading reading = DirectiveReading.Read(fact);
        if (reading.Doubt is string doubt)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.DirectiveUnreadable, fact.Line, fact.Span, doubt));
        }

        return fact with { Meaning = reading.Command };
    }

    private static string Lower(string word) => word.ToLowerInvariant();

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^#(?<bot>regzbot|syz|triage)[ \t:-]+(?<command>\^?[A-Za-z0-9_-]+\^?)(?<colon>:?)(?<rest>(?=[\s;]|$).*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Command();

    [GeneratedRegex(@"^#[ \t]+(?<bot>regzbot|syz|triage)[ \t:]+(?<command>\^?[a-z-]+)(:|\s*$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Spaced();

    [GeneratedRegex(@"^(?<command>\^?[A-Za-z0-9_-]+\^?):?(?<rest>(?=\s|$).*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 2000)]
    private static partial Regex Word();
}
