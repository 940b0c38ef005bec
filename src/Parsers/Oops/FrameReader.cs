using System.Globalization;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Oops;

/// <summary>Reads one entry of a call trace, in the forms of the architectures and of <c>scripts/decode_stacktrace.sh</c>.</summary>
internal static partial class FrameReader
{
    private const int MaxChars = 600;

    /// <summary>The entry, or null when the line is none.</summary>
    public static CallTraceEntry? Read(string text, int line)
    {
        if (text.Length > MaxChars)
        {
            return null;
        }

        Match match = text.Contains("+0x", StringComparison.Ordinal) ? Frame().Match(text) : Inlined().Match(text);
        if (!match.Success)
        {
            return null;
        }

        bool reliable = !match.Groups["unsure"].Success && !text.Contains("(unreliable)", StringComparison.Ordinal);
        return new CallTraceEntry(
            match.Groups["name"].Value, Hex(match.Groups["offset"]), Hex(match.Groups["size"]), Text(match.Groups["module"]), reliable,
            Text(match.Groups["source"]), line);
    }

    /// <summary>Function and module at the program counter, when the line shows it.</summary>
    public static CallTraceEntry? Counter(string text, int line)
    {
        Match match = text.Length <= MaxChars ? AtCounter().Match(text) : Match.Empty;
        return match.Success
            ? new CallTraceEntry(
                match.Groups["name"].Value, Hex(match.Groups["offset"]), Hex(match.Groups["size"]), Text(match.Groups["module"]), true,
                Text(match.Groups["source"]), line)
            : null;
    }

    private static ulong? Hex(Group group) =>
        ulong.TryParse(group.ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value) ? value : null;

    private static string? Text(Group group) => group.Success ? group.Value : null;

    [GeneratedRegex(
        @"^\s{0,40}(#\d+:? |\(?\[[<(]?[0-9a-fx]{4,18}[>)]?\] {0,8}){0,3}(\([\w.]+\) from \[<[0-9a-f]{4,18}>\] |[\w.]+ from )?\(?(?<unsure>\? )?\(?(?<name>[A-Za-z_.$][\w.$]{0,120})\+0x(?<offset>[0-9a-f]{1,16})/0x(?<size>[0-9a-f]{1,16})(?![0-9a-f])\)?( \[(?<module>[\w-]{1,60})(?![\w-]*:)[^\]]{0,60}\])?( \((?<source>[\w./+-]{1,200}:\d+)[^)]{0,60}\)| (?<source>[\w./+-]{1,200}:\d+))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^\s{0,40}(?<unsure>\? )?(?<name>[A-Za-z_][\w.]{0,120}) \(?(?<source>[\w./+-]{1,200}:\d+)\)? (\[inline\]|\(inlined by\))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Inlined();

    [GeneratedRegex(
        @"^\s{0,4}(RIP:?|E?IP:?|EIP is at|PC is at|pc ?:|epc ?:|NIP|RIP:|Krnl PSW ?:|pc: |epc\s+:|\[PC\]|ERA:?|Faulting instruction address:)[ :]{0,6}([0-9a-f]{4}:)?( {0,2}\(?\[?<?[0-9a-fx]{4,18}>?[\])]?){0,3} {0,4}\(?(?<name>[A-Za-z_.][\w.$]{0,120})(\+0x(?<offset>[0-9a-f]{1,16})/0x(?<size>[0-9a-f]{1,16})|(?= [\w./-]+:\d+ \[inline\]))\)?( \[(?<module>[\w-]{1,60})(?![\w-]*:)[^\]]{0,60}\])?( (?<source>[\w./+-]{1,200}:\d+))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex AtCounter();
}
