using System.Collections.Immutable;
using TriageBot.Bot.Reports;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Triage;

/// <summary>A mail read together with the mails before it in its thread.</summary>
/// <param name="Facts">Its own facts and those that were taken over; the latter stand in no line.</param>
/// <param name="Notes">What was taken from which mail.</param>
internal sealed record ThreadReading(MailFacts Facts, ImmutableArray<string> Notes);

/// <summary>Fills what a mail leaves open from the mails before it: priorities and chains of callbacks that it names, required and observed
/// orders when it states none, good and bad commits when it names none.</summary>
internal static class ThreadFacts
{
    /// <summary>Merges; null when the earlier mails add nothing.</summary>
    /// <param name="earlier">The nearest mail first.</param>
    public static ThreadReading? Merge(MailFacts facts, IReadOnlyList<EarlierMail> earlier)
    {
        ArgumentNullException.ThrowIfNull(facts);
        EarlierMail? asked = earlier.FirstOrDefault(mail => mail.LeftQuestions && Answers(facts, mail));
        if (!IsOrdering(facts.Class) && asked is null)
        {
            return null;
        }

        HashSet<string> names = [.. facts.Callbacks.Select(c => c.Name), .. facts.Orderings.SelectMany(o => o.Sequence)];
        names.UnionWith(asked is null ? [] : NamesOf(asked));
        List<CallbackFact> callbacks = [.. facts.Callbacks];
        List<OrderingFact> orderings = [.. facts.Orderings];
        List<CommitFact> commits = [.. facts.Commits];
        bool claims = orderings.Exists(o => o.Kind is OrderingKind.Required or OrderingKind.Observed);
        bool range = commits.Exists(c => IsEnd(c.Role));
        List<string> notes = [];
        foreach (EarlierMail mail in earlier)
        {
            List<string> taken = [.. TakeCallbacks(mail, names, callbacks)];
            taken.AddRange(claims ? [] : TakeOrders(mail, names, orderings));
            commits.AddRange(range ? [] : mail.Commits.Where(c => IsEnd(c.Role)));
            if (taken.Count > 0)
            {
                notes.Add($"Taken from an earlier mail of the thread ({SafeText.Line(mail.Id, 200)}): {string.Join("; ", taken)}.");
            }
        }

        if (notes.Count == 0)
        {
            return null;
        }

        MailFacts merged = facts with { Callbacks = [.. callbacks], Orderings = [.. orderings], Commits = [.. commits] };
        return new ThreadReading(
            IsOrdering(facts.Class) ? merged : merged with { Class = MailClass.OrderingDiscussion, ClassReason = "It states what an earlier mail of the thread left open." },
            [.. notes]);
    }

    private static bool IsOrdering(MailClass kind) => kind is MailClass.OrderingReport or MailClass.OrderingPatch or MailClass.OrderingDiscussion;

    private static bool IsEnd(CommitRole role) => role is CommitRole.LastGood or CommitRole.FirstBad or CommitRole.Culprit;

    private static IEnumerable<string> NamesOf(EarlierMail mail) => mail.Callbacks.Select(c => c.Name).Concat(mail.Orderings.SelectMany(o => o.Sequence));

    // A mail whose priorities are those that were asked for is an answer, whatever else it is.
    private static bool Answers(MailFacts facts, EarlierMail mail)
    {
        HashSet<string> open = [.. NamesOf(mail).Except(mail.Callbacks.Where(c => c.Priority is not null).Select(c => c.Name), StringComparer.Ordinal)];
        return facts.Callbacks.Any(c => c.Priority is not null && open.Contains(c.Name));
    }

    private static IEnumerable<string> TakeCallbacks(EarlierMail mail, HashSet<string> names, List<CallbackFact> callbacks)
    {
        foreach (CallbackFact fact in mail.Callbacks.Where(c => names.Contains(c.Name) && c.Priority is not null))
        {
            int index = callbacks.FindIndex(c => string.Equals(c.Name, fact.Name, StringComparison.Ordinal));
            if (index >= 0 && callbacks[index].Priority is not null)
            {
                continue;
            }

            if (index < 0)
            {
                callbacks.Add(fact);
            }
            else
            {
                callbacks[index] = callbacks[index] with { Priority = fact.Priority, PriorityText = fact.PriorityText, Chain = callbacks[index].Chain ?? fact.Chain };
            }

            yield return $"{SafeText.Name(fact.Name)} has priority {fact.PriorityText ?? fact.Priority?.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        }
    }

    private static IEnumerable<string> TakeOrders(EarlierMail mail, HashSet<string> names, List<OrderingFact> orderings)
    {
        foreach (OrderingFact fact in mail.Orderings.Where(o => o.Kind is OrderingKind.Required or OrderingKind.Observed && o.Sequence.All(names.Contains)))
        {
            orderings.Add(fact);
            yield return $"{Words.Of(fact.Kind)} on {SafeText.Name(fact.Event)}: {string.Join(", ", fact.Sequence.Select(name => SafeText.Name(name)))}";
        }
    }
}
