using System.Text;
using System.Text.RegularExpressions;

namespace TriageBot.Bot.Patches;

/// <summary>Changes the notifier block of a callback in C source: another priority, or one block for each event in its place.</summary>
internal static partial class BlockEdit
{
    /// <summary>Whether a text defines the block of a callback.</summary>
    public static bool Defines(string text, string callback) => Find(text, callback).Any();

    /// <summary>Applies what a candidate makes of one callback to all texts of its file.</summary>
    /// <returns>The texts; null when the block is not there once, or is used in a way that cannot be followed.</returns>
    public static List<string>? Apply(IReadOnlyList<string> texts, IReadOnlyList<HandlerChange> handlers)
    {
        List<(int At, Match Block)> blocks = [.. texts.SelectMany((t, i) => Find(t, handlers[0].Callback).Select(m => (i, m)))];
        if (blocks is not [(int at, Match block)])
        {
            return null;
        }

        List<string> edited = [.. texts];
        if (handlers is [{ Event: null } whole])
        {
            edited[at] = Replace(texts[at], block, WithPriority(block, whole.Priority));
            return edited;
        }

        return Split(edited, at, block, handlers);
    }

    private static IEnumerable<Match> Find(string text, string callback) =>
        Block().Matches(text).Where(m => Call().Match(m.Groups["body"].Value) is { Success: true } call && call.Groups["callback"].Value == callback);

    private static string WithPriority(Match block, string priority)
    {
        string text = block.Value;
        if (Priority().Match(text) is { Success: true } known)
        {
            // What a remark beside it says of the old value is not true of the new one.
            return string.Concat(text.AsSpan(0, known.Index), $".priority{known.Groups["gap"].Value}= {priority}{known.Groups["comma"].Value}", text.AsSpan(known.Index + known.Length));
        }

        Match call = Call().Match(text);
        string gap = call.Groups["gap"].Value;
        string line = $"{call.Groups["indent"].Value}.priority{gap}= {priority},";
        return string.Concat(text.AsSpan(0, call.Index), call.Value.TrimEnd(',') + ",\n" + line, text.AsSpan(call.Index + call.Length));
    }

    // One handler an event, a block for each, and a pair of functions that register them together or not at all.
    private static List<string>? Split(List<string> texts, int at, Match block, IReadOnlyList<HandlerChange> handlers)
    {
        string name = block.Groups["name"].Value;
        string[] rest = [.. texts.Select((t, i) => i == at ? Replace(t, block, "\n") : t)];
        Match[] uses = [.. rest.SelectMany(t => Use().Matches(t)).Where(u => u.Groups["name"].Value == name)];
        string[] registrations = [.. uses.Where(u => !u.Groups["undo"].Success).Select(u => u.Value).Distinct(StringComparer.Ordinal)];
        if (rest.Sum(t => Count(t, name)) != uses.Length || registrations is not [string only] || Registration().Match(only) is not { Success: true } call)
        {
            return null;
        }

        (int start, int length) = (block.Index, block.Length);
        string before = Redirect(texts[at][..start], name), behind = Redirect(texts[at][(start + length)..], name);
        string code = SplitCode.Write(block.Groups["head"].Value, name, handlers, call.Groups["function"].Value, call.Groups["chain"].Value);
        return [.. texts.Select((t, i) => i == at ? before + code + behind : Redirect(t, name))];
    }

    private static string Redirect(string text, string name) => Use().Replace(
        text, use => use.Groups["name"].Value != name ? use.Value : use.Groups["undo"].Success ? $"{name}_unregister()" : $"{name}_register()");

    private static int Count(string text, string name) => Word().Matches(text).Count(w => w.Value == name);

    private static string Replace(string text, Match match, string by) => new StringBuilder(text).Remove(match.Index, match.Length).Insert(match.Index, by).ToString();

    [GeneratedRegex(@"(?<head>(static[ \t]+)?)struct[ \t]+notifier_block[ \t]+(?<name>\w+)(?<marks>([ \t]+\w+)*)[ \t]*=[ \t\n]*\{(?<body>[^{}]*)\}[ \t]*;", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<indent>[ \t]*)\.notifier_call(?<gap>[ \t]*)=[ \t]*(?<callback>\w+),?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex(@"\.priority(?<gap>[ \t]*)=[^,}/\n]*(?<comma>,?)([ \t]*/\*[^*\n]*\*/)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Priority();

    [GeneratedRegex(@"\b\w*?(?<undo>un)?register\w*\([^();]*&(?<name>\w+)\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"^(?<function>\w+)\((?<chain>[^();]*?,?[ \t]*)&\w+\)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Registration();

    [GeneratedRegex(@"\w+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
