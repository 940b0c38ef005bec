using System.Collections.Frozen;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Directives;

/// <summary>The commands of this program.</summary>
internal static class TriageCommands
{
    private const int MinDigits = 7;
    private const int MaxDigits = 40;

    private static readonly FrozenDictionary<string, DirectiveAction> Plain = new Dictionary<string, DirectiveAction>(StringComparer.Ordinal)
    {
        ["status"] = DirectiveAction.Status, ["check"] = DirectiveAction.Check, ["patch"] = DirectiveAction.Patch,
        ["invalid"] = DirectiveAction.Invalid, ["approve"] = DirectiveAction.Approve, ["stop"] = DirectiveAction.Stop,
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
            "profile" => argument.Length > 0 && !argument.Contains(' ', StringComparison.Ordinal)
                ? DirectiveReading.Of(new ProfileCommand(argument))
                : DirectiveReading.Failed("#triage profile needs one name; \"triagebot profiles list\" shows them."),
            "fix" => Fix(argument),
            "dup" => argument.Length > 0
                ? DirectiveReading.Of(new DuplicateCommand(argument.Trim('<', '>')))
                : DirectiveReading.Failed("#triage dup needs the address or the Message-ID of the other report."),
            _ => DirectiveReading.Failed(
                $"#triage does not know the command \"{command}\". It knows status, check, profile, patch, fix, dup, invalid, approve and stop."),
        };
    }

    private static DirectiveReading Fix(string argument)
    {
        int end = argument.IndexOf(' ', StringComparison.Ordinal);
        string id = end < 0 ? argument : argument[..end];
        return id.Length is >= MinDigits and <= MaxDigits && !id.AsSpan().ContainsAnyExcept(CommitDigits.All)
            ? DirectiveReading.Of(new FixCommand(id.ToLowerInvariant(), end < 0 ? null : RegzbotCommands.FixOf(argument[end..]).Title))
            : DirectiveReading.Failed("#triage fix needs a commit id of 7 to 40 hexadecimal digits.");
    }
}
