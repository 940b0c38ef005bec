using System.Text.RegularExpressions;
using TriageBot.Engine.Notifiers;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>The chain that a mail is about.</summary>
/// <param name="Known">The chain when its name is known, else null.</param>
/// <param name="Kind">Its kind: what the mail says in so many words, else that of the known chain, else blocking.</param>
/// <param name="Name">For people.</param>
/// <param name="IsAssumed">Nothing in the mail tells the kind.</param>
internal sealed record ChainChoice(KnownChain? Known, ChainKind Kind, string Name, bool IsAssumed);

/// <summary>Finds out which chain a mail is about.</summary>
internal static partial class ChainReader
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
    private const int TimeoutMs = 1000;

    public static ChainChoice Read(MailFacts facts, IReadOnlySet<string> participants)
    {
        string text = OwnText(facts);
        string? stated = facts.Callbacks
            .Where(c => participants.Contains(c.Name) && c.Chain is not null)
            .Select(c => c.Chain)
            .FirstOrDefault();
        KnownChain? known = (stated is null ? null : ChainTable.Find(stated)) ?? FindNamed(text) ?? FindByEvent(text);
        ChainKind? worded = WordedKind(text);
        string name = known?.Name ?? stated ?? "notifier chain";
        return new ChainChoice(known, worded ?? known?.Kind ?? ChainKind.Blocking, name, worded is null && known is null);
    }

    private static KnownChain? FindNamed(string text) =>
        ChainName().Matches(text).Select(match => ChainTable.Find(match.Groups["name"].Value)).FirstOrDefault(chain => chain is not null);

    // Events of two chains tell neither.
    private static KnownChain? FindByEvent(string text)
    {
        List<string> named = [.. EventName().Matches(text).Select(match => match.Groups["event"].Value).Distinct(StringComparer.Ordinal)];
        return named.Count == 1 ? ChainTable.FindByEvent(named[0]) : null;
    }

    // "blocking" and "atomic" in one mail say nothing: one of them may be the one that is not meant.
    private static ChainKind? WordedKind(string text)
    {
        List<string> words = [.. KindWord().Matches(text).Select(match => match.Groups["kind"].Value).Distinct(StringComparer.OrdinalIgnoreCase)];
        return words.Count == 1 && Enum.TryParse(words[0], ignoreCase: true, out ChainKind kind) ? kind : null;
    }

    private static string OwnText(MailFacts facts)
    {
        IEnumerable<string> own = facts.Body.Text.Split('\n').Where(line => !line.StartsWith('>'));
        return facts.Head.Subject + "\n" + string.Join('\n', own);
    }

    [GeneratedRegex(@"\b(?<name>[a-z0-9_]{1,60}([ -][a-z0-9_]{1,60})?)[ _-](notifier|chain)", Options, TimeoutMs)]
    private static partial Regex ChainName();

    [GeneratedRegex(@"\b((?<event>NETDEV_)[A-Z]{2}|(?<event>PM_)(SUSPEND_PREPARE|HIBERNATION_PREPARE|RESTORE_PREPARE|POST_[A-Z])|(?<event>MEM_)(GOING_|CANCEL_)?O(N|FF)LINE|(?<event>SYS_)(DOWN|RESTART|HALT|POWER_OFF)\b|(?<event>MODULE_STATE_)[A-Z])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeoutMs)]
    private static partial Regex EventName();

    [GeneratedRegex(@"\b(?<kind>atomic|blocking|raw|srcu)[ _-](notifier|chain)", Options, TimeoutMs)]
    private static partial Regex KindWord();
}
