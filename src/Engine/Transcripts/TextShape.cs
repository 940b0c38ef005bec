using System.Text.RegularExpressions;

namespace TriageBot.Engine.Transcripts;

/// <summary>Reduces dumps of text to their shape: a nop, a call, a jump, a return or other code. Where a call or jump goes stays.</summary>
/// <remarks>The modules of a transcript are compiled here and not by the compiler of the recorded kernel, so bytes behind a call site differ, and
/// so do the bytes of kernel functions. What ftrace and livepatch do to a site does not.</remarks>
internal static partial class TextShape
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    /// <summary>A line in the form in which lines are compared.</summary>
    public static string Of(string line) => Observed().Replace(Dumped().Replace(line, Kind), Kind);

    private static string Kind(Match match)
    {
        string bytes = match.Groups["bytes"].Value;
        string kind = bytes[..2] switch
        {
            "0f" when bytes.StartsWith("0f 1f 44 00 00", StringComparison.Ordinal) => "nop",
            "e8" => "call",
            "e9" => "jump",
            "c3" => "return",
            _ => "code",
        };
        return match.Groups["what"].Value + kind;
    }

    [GeneratedRegex(@"^(?<what>bytes: \S+ <address \d+>: )(?<bytes>[0-9a-f.]{2}( [0-9a-f.]{2})*)$", Options)]
    private static partial Regex Dumped();

    [GeneratedRegex(@"^(?<what>\S+: text \S+ )(?<bytes>[0-9a-f.]{2}( [0-9a-f.]{2}){7})", Options)]
    private static partial Regex Observed();
}
