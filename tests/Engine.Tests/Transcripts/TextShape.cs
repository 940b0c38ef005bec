using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary>Reduces dumps of text to their shape: a nop, a call, a jump or other code. Where a call goes stays.</summary>
/// <remarks>The modules of the fixtures are compiled by the emulator's own compiler, so bytes behind a call site, and the sizes that they give a
/// function, differ from those of GCC. What ftrace and livepatch do to a site does not.</remarks>
internal static partial class TextShape
{
    public static ImmutableArray<string> Of(IEnumerable<string> normalized) => [.. normalized.Select(Line)];

    private static string Line(string line) =>
        Observed().Replace(Dumped().Replace(line, m => $"{m.Groups["what"].Value}{Kind(m)}"), m => $"{m.Groups["what"].Value}{Kind(m)}");

    private static string Kind(Match match) => match.Groups["bytes"].Value switch
    {
        string bytes when bytes.StartsWith("0f 1f 44 00 00", StringComparison.Ordinal) => "nop",
        string bytes when bytes.StartsWith("e8", StringComparison.Ordinal) => "call",
        string bytes when bytes.StartsWith("e9", StringComparison.Ordinal) => "jump",
        _ => "code",
    };

    [GeneratedRegex(@"^(?<what>bytes: \S+ <address \d+>: )(?<bytes>[0-9a-f.]{2}( [0-9a-f.]{2})*)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Dumped();

    [GeneratedRegex(@"^(?<what>\S+: text \S+ )(?<bytes>[0-9a-f.]{2}( [0-9a-f.]{2}){7})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Observed();
}
