using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;

namespace TriageBot.Parsers.Orderings;

/// <summary>What the spelling of a name says of its being a callback.</summary>
internal static partial class CallbackSpelling
{
    private const string CertainTails = "notify|notifier|notifier_call|nb|panic|reboot|restart|die|pm|pm_notify|mce|cpu_callback";

    private const string LikelyTails = "event|unevent|callback|call|cb|handler|hook|init|exit|initcall|probe|remove|suspend|resume|shutdown|prepare|complete|freeze|thaw|restore|poweroff|power_off|cpu"
        + "|online|offline|starting|dying|dead|up|down|setup|release|crash|module|coming|going|register";

    // What may stand behind one of these tails.
    private const string Phases = "early|late|noirq|handler|callback|event";

    // The last words that a pattern takes. Most names of a mail end in another one, and a look into a table tells that.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_certain = LastWords(CertainTails);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_likely = LastWords(LikelyTails + "|" + Phases);

    private static readonly SearchValues<string> s_notify = SearchValues.Create(["notify_"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the name is spelled as notifier callbacks, their blocks and hotplug states are, and little else.</summary>
    public static bool IsCertain(ReadOnlySpan<char> name) =>
        (s_certain.Contains(LastWordOf(name)) || name.StartsWith("CPUHP_", StringComparison.OrdinalIgnoreCase)) && Certain().IsMatch(name);

    /// <summary>Whether the name is spelled as callbacks of a driver, initcalls and handlers are; other functions are spelled so as well.</summary>
    public static bool IsLikely(ReadOnlySpan<char> name) =>
        ((s_likely.Contains(LastWordOf(name)) || name.ContainsAny(s_notify)) && Likely().IsMatch(name)) || NameToken.IsAcpiMethod(name);

    /// <summary>Whether two names are spelled as callbacks of one kind: the same last word, which is a callback's, and the same first word or a last one that
    /// only callbacks have.</summary>
    public static bool AreAlike(string first, string second) =>
        IsLikely(first) && IsLikely(second) && WordOf(first).SequenceEqual(WordOf(second)) && (SameHead(first, second) || Narrow().IsMatch(first));

    /// <summary>Whether two names have the same last two words behind others, as methods of one kind have.</summary>
    public static bool ShareMethod(string first, string second) =>
        TailOf(first, 2) is { Length: > 0 } tail && tail.Length < first.Length && tail.Length < second.Length && tail.SequenceEqual(TailOf(second, 2));

    private static bool SameHead(string first, string second)
    {
        ReadOnlySpan<char> head = first.AsSpan(0, Math.Max(0, first.IndexOf('_', StringComparison.Ordinal)));
        return head.Length > 0 && second.Length > head.Length && second[head.Length] == '_' && second.AsSpan().StartsWith(head);
    }

    // The last word, without the phase of suspend or resume.
    private static ReadOnlySpan<char> WordOf(string name) => TailOf(Phase().Replace(name, ""), 1);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LastWords(string tails) =>
        tails.Split('|').Select(tail => tail[(tail.LastIndexOf('_') + 1)..]).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Behind the last underscore, without the digit that tells copies of a callback apart.
    private static ReadOnlySpan<char> LastWordOf(ReadOnlySpan<char> name)
    {
        ReadOnlySpan<char> word = name[(name.LastIndexOf('_') + 1)..];
        return word is [.., var last] && char.IsDigit(last) ? word[..^1] : word;
    }

    // The last words of a name; empty when it has fewer.
    private static ReadOnlySpan<char> TailOf(string name, int words)
    {
        int at = name.Length;
        for (int i = 0; i < words && at > 0; i++)
        {
            at = name.LastIndexOf('_', at - 1);
        }

        return at < 0 ? default : name.AsSpan(at + 1);
    }

    /// <summary>The event that the name itself tells, or null.</summary>
    public static string? EventOf(string name) =>
        NameToken.IsAcpiMethod(name) ? "init" : EventTail().Match(name) is { Success: true } tail ? tail.Groups["event"].Value.ToLowerInvariant() : null;

    [GeneratedRegex("_(" + CertainTails + @")\d?$|^CPUHP_", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Certain();

    [GeneratedRegex(@"(_|^)(notify_\w{1,20}|" + LikelyTails + ")(_(" + Phases + @"))?\d?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Likely();

    [GeneratedRegex(@"(?<=_(suspend|resume|freeze|thaw|restore|poweroff))_(early|late|noirq)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Phase();

    [GeneratedRegex(@"_(event|callback|cb|hook|suspend|resume|shutdown|freeze|thaw|restore|poweroff|power_off|online|offline|starting|dying|crash|coming|going|cpu)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Narrow();

    [GeneratedRegex(@"_(?<event>panic|reboot|restart|die|suspend|resume|shutdown|probe|init)(_(early|late|noirq|handler|notifier|notify|cb|callback|event|nb|call))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex EventTail();
}
