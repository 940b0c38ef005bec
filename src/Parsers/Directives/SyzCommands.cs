using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Directives;

/// <summary>The commands of syzbot.</summary>
/// <remarks>Source: <c>pkg/email/parser.go</c>, <c>dashboard/app/reporting_email.go</c> and <c>docs/syzbot.md</c> of syzkaller.</remarks>
internal static partial class SyzCommands
{
    private static readonly FrozenDictionary<string, DirectiveAction> Plain = new Dictionary<string, DirectiveAction>(StringComparer.Ordinal)
    {
        ["unfix"] = DirectiveAction.Unfix, ["undup"] = DirectiveAction.Undup, ["invalid"] = DirectiveAction.Invalid, ["upstream"] = DirectiveAction.Upstream,
        ["uncc"] = DirectiveAction.Uncc, ["regenerate"] = DirectiveAction.Regenerate, ["reject"] = DirectiveAction.Reject, ["unreject"] = DirectiveAction.Unreject,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads a command.</summary>
    public static DirectiveReading Read(string command, string argument)
    {
        if (Plain.TryGetValue(command, out DirectiveAction action))
        {
            return DirectiveReading.Of(new PlainCommand(action, argument));
        }

        return command switch
        {
            "fix" => argument.Length > 0 ? DirectiveReading.Of(new FixCommand(null, argument)) : Needs("fix", "the exact title of the commit on one line"),
            "dup" => argument.Length > 0 ? DirectiveReading.Of(new DuplicateCommand(argument)) : Needs("dup", "the exact title of the other report on one line"),
            "test" => Test(argument),
            "set" or "unset" => Label(command, argument),
            _ => DirectiveReading.Failed($"#syz does not know the command \"{command}\"."),
        };
    }

    private static DirectiveReading Test(string argument)
    {
        string[] words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => DirectiveReading.Of(new TestCommand(null, null)),
            1 => Needs("test", "a repository and a branch or commit, or nothing at all"),
            _ => DirectiveReading.Of(
                new TestCommand(words[0], words[1]),
                words[0].Contains("://", StringComparison.Ordinal) || words[0] is "upstream" ? null : $"#syz test {words[0]}: the repository is neither an address nor \"upstream\"."),
        };
    }

    private static DirectiveReading Label(string command, string argument)
    {
        Match match = LabelAndValues().Match(argument);
        if (!match.Success)
        {
            return Needs(command, "a label, for example \"prio: low\" or \"no-reminders\"");
        }

        string[] values = match.Groups["values"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int? entry = match.Groups["entry"].Success ? int.Parse(match.Groups["entry"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;
        string label = match.Groups["label"].Value;
        bool sets = command is "set";
        string? doubt = sets && label is "prio" && values is not ["low" or "normal" or "high"]
            ? "#syz set prio takes one of low, normal and high."
            : sets && label is "subsystems" && values.Length == 0 ? "#syz set subsystems needs at least one name, for example \"subsystems: net, mm\"." : null;
        return DirectiveReading.Of(new LabelCommand(sets, entry, label, [.. values]), doubt);
    }

    private static DirectiveReading Needs(string command, string what) => DirectiveReading.Failed($"#syz {command} needs {what}.");

    [GeneratedRegex(@"^(<(?<entry>\d{1,6})>\s*)?(?<label>[\w-]+)(:\s*(?<values>.*))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LabelAndValues();
}
