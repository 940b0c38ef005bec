using System.Collections.Frozen;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Directives;

/// <summary>The sample arguments in the mails of syzbot, which come back in answers that quote without marks.</summary>
internal static class SyzSamples
{
    private static readonly FrozenSet<string> Arguments = new[]
    {
        "exact-commit-title", "git://repo/address.git branch-or-commit-hash", "subsystems: new-subsystem", "some-label", "exact-subject-of-another-report",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the command is such a sample.</summary>
    public static bool IsSample(DirectiveFact fact) => fact.Bot.Equals("syz", StringComparison.Ordinal) && Arguments.Contains(fact.Argument);
}
