using System.Collections.Frozen;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Directives;

/// <summary>The commands that each bot knows, and which of them need an argument.</summary>
internal static class DirectiveVocabulary
{
    private static readonly FrozenSet<string> Regzbot = new[]
    {
        "introduced", "title", "subject", "summary", "from", "monitor", "related", "relate", "link", "relatebrief", "related-briefly", "unlink", "unmonitor",
        "unrelated", "unrelate", "dup-of", "dup", "dupof", "duplicate-of", "duplicate", "fix", "fixed-by", "fixedby", "resolve", "resolved", "invalid",
        "inconclusive", "backburner", "back-burner", "backburn", "unbackburn", "unback-burner", "poke", "ignore-activity", "activity-ignore", "note",
        "report", "use", "backmonitor",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Syz = new[]
    {
        "fix", "unfix", "dup", "undup", "invalid", "test", "set", "unset", "upstream", "uncc", "regenerate", "reject", "unreject",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Triage = new[]
    {
        "status", "check", "profile", "patch", "fix", "dup", "invalid", "approve", "stop",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NeedArgument = new[]
    {
        "regzbot introduced", "regzbot title", "regzbot monitor", "regzbot link", "regzbot dup-of", "regzbot dup", "regzbot fix", "regzbot from",
        "regzbot fixed-by", "syz fix", "syz dup", "syz set", "syz unset", "triage profile", "triage fix", "triage dup",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether regzbot knows the command.</summary>
    public static bool IsRegzbot(string command) => Regzbot.Contains(command.Trim('^'));

    /// <summary>What is wrong with a command, or null.</summary>
    public static string? Doubt(DirectiveFact fact)
    {
        string word = fact.Command.Trim('^');
        FrozenSet<string> known = fact.Bot switch { "regzbot" => Regzbot, "syz" => Syz, _ => Triage };
        if (!known.Contains(word))
        {
            return $"#{fact.Bot} does not know the command \"{fact.Command}\".";
        }

        return fact.Argument.Length == 0 && NeedArgument.Contains($"{fact.Bot} {word}") ? $"#{fact.Bot} {fact.Command} needs an argument." : null;
    }
}
