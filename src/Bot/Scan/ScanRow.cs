using System.Collections.Immutable;
using TriageBot.Bot.Reports;
using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Scan;

/// <summary>What a scan says of one message; the fields and their order are those of a line of <c>scan --format jsonl</c> (<c>docs/json.md</c>).</summary>
/// <param name="Orderings">Those that the mail states; what follows from priorities alone is left out.</param>
internal sealed record ScanRow(
    string MessageId,
    DateTimeOffset? Date,
    string From,
    string Subject,
    string Class,
    string Reason,
    bool WouldReply,
    ImmutableArray<CallbackJson> Callbacks,
    ImmutableArray<OrderingJson> Orderings,
    ImmutableArray<CommitJson> Commits,
    ImmutableArray<DirectiveJson> Directives,
    ImmutableArray<string> Diagnostics)
{
    /// <summary>Sums up the facts of a message.</summary>
    public static ScanRow Of(MailFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        FactsJson told = JsonRenderer.Facts(facts with { Orderings = [.. facts.Orderings.Where(fact => fact.Kind != OrderingKind.Derived)] });
        return new ScanRow(
            facts.Head.Id, facts.Head.Date, facts.Head.From, facts.Head.Subject, Words.Of(facts.Class), facts.ClassReason, ReplyWorthiness.Judge(facts),
            told.Callbacks, told.Orderings, told.Commits, told.Directives, told.Diagnostics);
    }
}
