using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Scan;

/// <summary>What a scan says of one message.</summary>
/// <param name="Callbacks">Number of facts of this kind; the same for the ones behind it.</param>
public sealed record ScanRow(
    string MessageId,
    DateTimeOffset? Date,
    string From,
    string Subject,
    string Class,
    string Reason,
    bool WouldReply,
    int Callbacks,
    int Orderings,
    int Commits,
    int Directives,
    int Diagnostics)
{
    /// <summary>Sums up the facts of a message.</summary>
    public static ScanRow Of(MailFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new ScanRow(
            facts.Head.Id, facts.Head.Date, facts.Head.From, facts.Head.Subject, LabelWords.Kebab(facts.Class.ToString()), facts.ClassReason,
            ReplyWorthiness.Judge(facts), facts.Callbacks.Length, facts.Orderings.Count(fact => fact.Kind != OrderingKind.Derived), facts.Commits.Length,
            facts.Directives.Length, facts.Diagnostics.Length);
    }
}
